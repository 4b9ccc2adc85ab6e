"""Which section of an article each sentence stands in, from the headings between the sentences."""

import re
from collections.abc import Sequence

_LONGEST_HEADING = 80
_FEWEST_WORDS = 6
# In the order of an article; a heading is of the first of them that it names.
_NAMED = (
    re.compile(r"abstract|summary", re.IGNORECASE),
    re.compile(r"introduction|background|objective|\baims?\b|purpose", re.IGNORECASE),
    re.compile(r"method|materials|patients and|design|setting|participants|statistical", re.IGNORECASE),
    re.compile(r"result|findings|\btables?\b", re.IGNORECASE),
    re.compile(r"discussion|conclusion|interpretation|comment|limitations", re.IGNORECASE),
)
_BEFORE_COLON = re.compile(r"^([A-Z][A-Z &/.]{3,60}):")


def sections_of(sentences: Sequence[str]) -> list[int]:
    """For each sentence the number of its section: 0 before any known heading, then as in an article: 1
    abstract, 2 introduction, 3 methods, 4 results, 5 discussion.
    """
    here = 0
    found = []
    for text in sentences:
        here = _named_in(text, here)
        found.append(here)
    return found


def _named_in(text: str, here: int) -> int:
    for heading in _headings(text):
        for number, named in enumerate(_NAMED, start=1):
            if named.search(heading):
                here = number
    return here


def _headings(text: str) -> list[str]:
    """What looks like a heading in a sentence: its short lines, or capitals before a colon."""
    before = _BEFORE_COLON.match(text)
    if before:
        return [before[1]]
    if "\n" in text:
        return [
            line for line in text.split("\n")[:-1] if 0 < len(line) <= _LONGEST_HEADING and line[-1] != "."
        ]
    short = len(text) <= _LONGEST_HEADING and len(text.split()) < _FEWEST_WORDS
    return [text] if short and not text.endswith(".") else []
