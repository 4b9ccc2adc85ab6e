"""What a text denies, as far as its words show it, and whether two texts say opposite things."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from citewell.text.sentences import sentences
from citewell.text.tokens import WORD, content_words, is_content, stem, words

_CUES = (
    r"not|no|never|without|against|neither|nor|none|nobody|nothing|cannot|\w+n['’]t"
    r"|avoid\w*|stop|stops|stopped|stopping|unable|rather than|instead of|contraindicat\w*|absence of|free of"
    r"|rule[sd]? out|fail(?:s|ed)? to|lack(?:s|ed|ing)?(?: of)?|refus\w+|decline[sd]?|forbid\w*|exclud\w+"
)
_CUE = re.compile(rf"\b(?:{_CUES})\b", re.IGNORECASE)
# Only the plain words of denial can be turned round; the others often name what they deny in other ways.
_PLAIN = re.compile(
    r"\b(?:not|no|never|without|cannot|neither|nor|\w+n['’]t|(?:recommend|advis|suggest)\w* against)\b",
    re.IGNORECASE,
)
_PSEUDO = re.compile(
    r"\b(?:not only|no longer than|not more than|no more than|no doubt|not just|for or against|whether or not"
    r"|with(?:out)? (?:or|and) with(?:out)?|with(?:out)?, (?:or|and) with(?:out)?,?)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|except|unless)\b", re.IGNORECASE)
_SCOPE_END = re.compile(
    r"[,;:.!?()]|\b(?:but|however|although|though|unless|except|because|whereas|while|yet|if|when"
    r"|and (?:to|is|are|was|were|that|then))\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;:()]")
# Denials that stand behind what they deny, and words that turn or weaken a sentence without a plain "not".
_TURNED = re.compile(
    r"\b(?:avoid\w*|contraindicat\w*|excluded|excepted|refused|rejected|withheld|stopped|absent|lacking"
    r"|ruled out"
    r"|against|un(?:able|likely|clear|certain|proven|suitable|safe|helpful|necessary|known|changed|important)"
    r"|in(?:sufficient|conclusive|effective|appropriate|adequate|consistent|significant)\w*|non\w+|only|little"
    r"|few|fewer|hardly|rarely|seldom|fails?|failed|failing|failure|lacks?|too|less|instead|unless|until|before"
    r"|gone|limits?|limited|outside|(?:or|and) with(?:out)?)\b",
    re.IGNORECASE,
)
# Words that say little of what is denied: "no patient had …".
_GENERAL = frozenset(map(stem, ("patient", "people", "person", "adult", "study", "trial", "source", "body")))
_PREFIXES = ("ab", "dis", "il", "im", "in", "ir", "mis", "non", "un")
_NEAR = 4
_BEFORE = 2
_LEAST_CONTEXT = 2


@dataclass(frozen=True, slots=True)
class _Denial:
    """The stem that stands first behind a negating word, those after it, and all those about it."""

    head: str
    after: frozenset[str]
    context: frozenset[str]


@lru_cache(maxsize=4096)
def negated(text: str) -> frozenset[str]:
    """The stems of content words that stand behind a negating word, to the end of its clause."""
    found: set[str] = set()
    for sentence in sentences(text):
        plain = _PSEUDO.sub(" ", sentence)
        for cue in _CUE.finditer(plain):
            scope = plain[cue.end() : _scope_end(plain, cue.end())]
            found.update(stem(word) for word in words(scope) if is_content(word))
    return frozenset(found)


def negating_words(text: str) -> tuple[str, ...]:
    """The negating words of a text, in order and in lower case; "not only" and its like are none."""
    return tuple(cue.group().lower() for cue in _CUE.finditer(_PSEUDO.sub(" ", text)))


@lru_cache(maxsize=4096)
def has_negation(text: str) -> bool:
    """Whether any negating word stands in the text."""
    return bool(_CUE.search(_PSEUDO.sub(" ", text)))


def contradicts(wording: str, evidence: Sequence[str]) -> str:
    """The stem of a word that one side denies and the other affirms of the same things, or "".

    A denial counts as turned round when the words behind its "not", and words about it, stand in one sentence
    of the other side that does not deny the first of them, while no sentence of that side does. The check is
    silent rather than guess where a sentence says "no" in other words ("unlikely", "contraindicated"): it
    finds a dropped "not" where the wording stays close to its evidence, and does not replace a reader.
    """
    told = tuple(sentence for text in evidence for sentence in _sentences(text))
    said = _sentences(wording)
    return _turned_round(said, told) or _turned_round(told, said)


def denied_in_one(wording: str, other: str) -> str:
    """The stem that stands first behind a plain "not" in one of two wordings and undenied in the other.

    "" when there is none. For two wordings of the same thing, where `contradicts` is needlessly silent: of
    the negations in the shipped pack it misses one in six when they are dropped, and finds fault with one
    in 31 pairs of what a clinician and a patient are told.
    """
    for one, against in ((wording, other), (other, wording)):
        # "Only for a break of L3" denies in other words.
        open_ones = (sentence for sentence in sentences(against) if not _ONLY.search(sentence))
        told, denied = content_words(" ".join(open_ones)), negated(against)
        for head in _heads(one):
            if head in told and head not in denied:
                return head
    return ""


def _heads(text: str) -> Iterator[str]:
    """What stands first behind each plain word of denial."""
    for sentence in sentences(text):
        plain = _PSEUDO.sub(" ", sentence)
        for cue in _PLAIN.finditer(plain):
            yield from _stems(plain[cue.end() : _scope_end(plain, cue.end())])[:1]


# What is compared are findings and wordings: short, and each is compared with several others.
_sentences = lru_cache(maxsize=4096)(sentences)


def _turned_round(one: Sequence[str], other: Sequence[str]) -> str:
    """A stem denied in `one` and affirmed in `other`."""
    denials = [denial for sentence in one for denial in _denials(sentence)]
    if not denials:
        return ""
    denied_there = frozenset(word for sentence in other for word in negated(sentence))
    for denial in denials:
        if denial.head not in denied_there and any(_affirms(text, denial) for text in other):
            return denial.head
    return ""


def _affirms(sentence: str, denial: _Denial) -> bool:
    told = content_words(sentence)
    if len(denial.context & told) < _LEAST_CONTEXT or not denial.after <= told:
        return False
    if any(_are_opposites(denial.head, word) for word in told):
        return False
    clauses = [clause for clause in _CLAUSE_END.split(sentence) if denial.head in content_words(clause)]
    return bool(clauses) and not any(_is_turned(clause) for clause in clauses)


def _are_opposites(one: str, other: str) -> bool:
    """Whether one is the other with a denying prefix: "no abnormal" is "normal"."""
    return any(one == prefix + other or other == prefix + one for prefix in _PREFIXES)


@lru_cache(maxsize=4096)
def _is_turned(clause: str) -> bool:
    return bool(_TURNED.search(clause) or _PLAIN.search(_PSEUDO.sub(" ", clause)))


@lru_cache(maxsize=4096)
def _denials(sentence: str) -> tuple[_Denial, ...]:
    return tuple(_found_denials(_PSEUDO.sub(" ", sentence)))


def _found_denials(sentence: str) -> Iterator[_Denial]:
    for cue in _PLAIN.finditer(sentence):
        head, *after = _stems(sentence[cue.end() : _scope_end(sentence, cue.end())])[:_NEAR] or [""]
        context = frozenset((*after, *_stems(sentence[: cue.start()])[-_BEFORE:])) - {head}
        # A single word has too little about it to be found again with any certainty.
        if head and len(context) >= _LEAST_CONTEXT:
            yield _Denial(head, frozenset(after), context)


def _stems(text: str) -> list[str]:
    found: Iterable[str] = (match.group().lower() for match in WORD.finditer(text))
    stems = (stem(word) for word in found if is_content(word) and not _CUE.fullmatch(word))
    return [word for word in stems if word not in _GENERAL]


def _scope_end(sentence: str, start: int) -> int:
    end = _SCOPE_END.search(sentence, start)
    return end.start() if end else len(sentence)
