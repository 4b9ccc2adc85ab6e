"""Whether a question names anything clinical at all, told by what is left of it without plain words."""

from citewell.model.answers import Refusal
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords
from citewell.text.tokens import WORD, is_content, stem

# So many words of everyday life, and none of care, and a question is of something else than care.
_EVERYDAY = 2
# So many words of what machines are told, which are no plain words besides, and nothing clinical is asked.
_TOLD = 2
# With more words than this a question tells something, in however plain words.
_MOST_VAGUE = 7


def plainness(text: str, plain: PlainWords) -> Refusal | None:
    """TOO_VAGUE for a short question of words of care in general, or of none.

    OUTSIDE_MEDICINE for one of everyday words alone, or with orders to a machine; None for one with a word
    that may name something clinical, or a part of the body.
    """
    if plain == NO_PLAIN_WORDS:
        return None
    words = [match.group() for match in WORD.finditer(text)]
    content = [word for word in words if is_content(word.lower())]
    if _is_of_a_machine(content, plain):
        return Refusal.OUTSIDE_MEDICINE
    if not all(plain.has(word) for word in content) or _is_of_a_body(content, plain):
        return None
    of_care = any(stem(word) in plain.general for word in content)
    if not of_care and len(set(content)) >= _EVERYDAY:
        return Refusal.OUTSIDE_MEDICINE
    return Refusal.TOO_VAGUE if len(set(content)) <= _MOST_VAGUE else None


def _is_of_a_machine(words: list[str], plain: PlainWords) -> bool:
    """Whether several words are of what machines are told, and no other names anything clinical."""
    told = {stem(word) for word in words if not plain.has(word)}
    return len(told) >= _TOLD and told <= plain.machine


def _is_of_a_body(words: list[str], plain: PlainWords) -> bool:
    """Whether a part of the body or a symptom is named by a word that is of nothing else."""
    stems = map(stem, words)
    return any(word in plain.body and not (word in plain.general or word in plain.everyday) for word in stems)
