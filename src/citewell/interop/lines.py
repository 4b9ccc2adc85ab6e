"""What RIS and BibTeX have in common: texts on one line, the pages, what a reader must know of a source."""

import re

from citewell.model.answers import Reference

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
_PAGES = re.compile(r"(?P<first>[^\s–-]+)\s*[–-]+\s*(?P<last>[^\s–-]+)")


def line_of(text: str) -> str:
    """The text on one line without signs that cannot be seen: in RIS a line end begins another field."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def pages_of(printed: str) -> tuple[str, str]:
    """The first and the last page of "1-7"; what is no range is its own beginning."""
    line = line_of(printed)
    found = _PAGES.fullmatch(line)
    return (found["first"], found["last"]) if found else (line, "")


def remark_on(reference: Reference) -> str:
    """What kind of source it is and where it stands: "Guideline; status: superseded (by AAOS 2023)"."""
    told = line_of(reference.status_note)
    note = f" ({told})" if told and told != reference.status else ""
    return f"{reference.type}; status: {reference.status}{note}"
