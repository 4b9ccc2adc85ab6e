"""How firmly a text advises: the grades that it names, and whether it says "should" or "may".

General English of guidelines (GRADE's "strong" and "weak", lettered grades, classes and levels) and no
body's own list: the labels of a system are read in `grading/`.
"""

import re
from functools import lru_cache

_LABEL = r"[A-E]|I{1,3}[ab]?|IV|\d[A-Ca-c]?"
_NAMED = re.compile(rf"\b(?i:grades?|class|category|level)\s+(?P<label>{_LABEL})(?!\w|\.\d)")
_WORDS = r"strong|weak|moderate|conditional|inconclusive|limited|insufficient|very low|low|high"
_OF = r"recommendations?|evidence|certainty|quality|consensus|backing|for|against"
_SAID = re.compile(
    rf"\((?P<alone>{_WORDS})\b"
    rf"|\b(?P<before>{_WORDS})[ -](?:{_OF})\b"
    rf"|\b(?P<how>strong|weak|conditional)ly\s+(?:recommend|suggest|advis)",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\b(?:should|must|shall|has to|have to|needs? to|required?|always)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:may|might|can|could|consider(?:ed)?|option(?:al)?|choice)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def grades_named(text: str) -> frozenset[str]:
    """The grades that a text names, in lowercase: "c" of "grade C", "strong" of "strongly recommends"."""
    lettered = (found["label"] for found in _NAMED.finditer(text))
    said = (found["alone"] or found["before"] or found["how"] for found in _SAID.finditer(text))
    return frozenset(label.lower() for label in (*lettered, *said))


def firm_words(text: str) -> tuple[str, ...]:
    """The words by which a text requires, in order and in lowercase: "should", "must"."""
    return tuple(found.group().lower() for found in _FIRM.finditer(text))


def open_words(text: str) -> tuple[str, ...]:
    """The words by which a text leaves a choice, in order and in lowercase: "may", "option"."""
    return tuple(found.group().lower() for found in _OPEN.finditer(text))
