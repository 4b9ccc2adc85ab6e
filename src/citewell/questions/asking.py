"""Where a passage asks: the openings of its questions, its question marks, and what it tells inside them."""

from collections.abc import Iterator, Sequence

from citewell.questions.cues import Cue
from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set
from citewell.questions.triggers import AUXILIARIES, Trigger

_WH = word_set("what how why")
_RELATIVE_WH = word_set("when which who whom whose where")
_RELATIVE_VERBS = word_set("has have is was had are")
_SUBJECTS = word_set("""
    i we you she he they it my the a an this that these those her his our your there one patient someone
    anyone people any women men
""")
_JOINING = word_set("and but so then also please or")
_FREE_AUXILIARIES = word_set("should can could")
_ABILITY = word_set("can could")
_FREE_SUBJECTS = word_set("i we she he they")
_TELLERS = word_set("i he she we they")
_TELLING_VERBS = word_set("has am is are")
_AGE_WORDS = word_set("year yo y yr f m female male woman man lady")


def question_starts(passage: Passage) -> Iterator[int]:
    """The words with which the passage begins to ask."""
    for index in range(len(passage.keys)):
        opens = index == passage.begin[index] or passage.opens_part(index)
        opens = opens or passage.keys[index - 1] in _JOINING
        if (opens or _is_free(passage, index)) and _opens_question(passage, index):
            yield index


def question_marked(passage: Passage) -> tuple[bool, ...]:
    """For each word, whether it stands in the last part of a sentence that ends with a question mark."""
    marked: list[bool] = []
    asks = False
    for index in reversed(range(len(passage.words))):
        if passage.ends_part(index + 1):
            asks = passage.text_after(index).lstrip()[:1] == "?" and not _questions_next(passage, index)
        marked.append(asks)
    return tuple(reversed(marked))


def tellings(passage: Passage, triggers: Sequence[Trigger]) -> Iterator[int]:
    """Where, inside a question, the case is told: "with", "who has", "78 F"."""
    for trigger in triggers:
        if trigger.cue is Cue.TELLS and not _is_inverted(passage, trigger):
            yield trigger.last
    for index, word in enumerate(passage.words[:-1]):
        if word.is_number and passage.keys[index + 1] in _AGE_WORDS:
            yield index + 1


def _questions_next(passage: Passage, index: int) -> bool:
    """Whether the question mark behind a word belongs to the next one ("fracture ?pathological")."""
    return index + 1 < len(passage.words) and passage.words[index + 1].query


def _is_free(passage: Passage, index: int) -> bool:
    """ "… what should I do", "… how do I treat it" without any punctuation before."""
    key, following = passage.keys[index], passage.key_at(index + 1)
    if key in _WH:
        return following in AUXILIARIES or following == "to"
    return key in _FREE_AUXILIARIES and following in _FREE_SUBJECTS


def _opens_question(passage: Passage, index: int) -> bool:
    key = passage.keys[index]
    following = passage.key_at(index + 1) if index + 1 < passage.end[index] else ""
    asks = "?" in passage.text_after(passage.end[index] - 1)
    at_start = index == passage.begin[index]
    if key in _WH:
        return True
    if key in _RELATIVE_WH:
        return _asks_relative(key, following, asks=asks, at_start=at_start)
    if key in {"has", "have"}:
        return asks and following in _SUBJECTS
    if key in _ABILITY and following == "not" and passage.key_at(index + 2) not in _SUBJECTS:
        # "Can't feel when I wipe, what should I do?" tells, with the "I" left out, what cannot be done.
        return False
    return key in AUXILIARIES and (following in _SUBJECTS or (asks and at_start))


def _asks_relative(key: str, following: str, *, asks: bool, at_start: bool) -> bool:
    """Whether "when", "which" or "who" asks and is no relative pronoun."""
    if at_start:
        return asks or following in AUXILIARIES or following == "to" or key == "which"
    return asks and following not in _RELATIVE_VERBS


def _is_inverted(passage: Passage, trigger: Trigger) -> bool:
    """ "Do I have …", "is she on …": an auxiliary before the subject asks."""
    first = trigger.first
    if passage.keys[first] in _TELLERS:
        return first > 0 and passage.keys[first - 1] in AUXILIARIES
    return passage.keys[first] in _TELLING_VERBS and first == passage.begin[first]
