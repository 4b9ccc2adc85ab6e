"""Which lines are headings in a text that marks its headings by emphasis alone."""

import re

from citewell.ingest.inline import Style

_LONGEST = 600
_FEW_WORDS = 8
_FEW_WORDS_IN_ITALICS = 12
# Lines of these names say what stands under them, however they are worded.
_NAMED = re.compile(
    r"(?:variant|table|figure|fig\.|box|appendix|(?:key |clinical )?question|kq|pico|clinical condition)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[].*[)\]][.:]?")
_STATES = re.compile(
    r"\b(?:is|are|was|were|be|has|have|should|must|may|can|cannot|will|do|does|recommends?|recommended|suggests?"
    r"|offer|consider|use|avoid|advise)\b",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"\b[^\W\d_][\w'’-]{3,}")
_MOSTLY = 0.6


def heading_rank(text: str, style: Style) -> int | None:
    """0 for the highest rank of heading, 1 and 2 below it; None for a line that is no heading.

    A line that is wholly underlined and strong stands over one that is strong only, and that over one that is
    underlined or in italics only. A statement is no heading, however it is set, since it can be quoted; nor
    is a label in brackets.
    """
    if not style or len(text) > _LONGEST or _BRACKETED.fullmatch(text):
        return None
    strong = Style.STRONG in style
    if not _NAMED.match(text):
        if _is_statement(text):
            return None
        if not strong and (len(text.split()) > _FEW_WORDS_IN_ITALICS or text.endswith(".")):
            return None
    if strong:
        return 0 if Style.UNDERLINED in style else 1
    return 2


def _is_statement(text: str) -> bool:
    if len(text.split()) < _FEW_WORDS or text.endswith(("?", ":")):
        return False
    return bool(_STATES.search(text)) and not _is_in_title_case(text)


def _is_in_title_case(text: str) -> bool:
    words: list[str] = _LONG_WORD.findall(text)
    return sum(word[0].isupper() for word in words) > _MOSTLY * len(words)
