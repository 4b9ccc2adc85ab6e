"""What the forms of a reference have in common: its kind, texts on one line, pages, how its source stands."""

import re
from enum import Enum

from citewell.model.references import Reference
from citewell.model.sources import SourceStatus, SourceType

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff]"
)
_PAGES = re.compile(r"(?P<first>[^\s–-]+)\s*[–-]+\s*(?P<last>[^\s–-]+)")
_REPORTS = frozenset({SourceType.GUIDELINE.value, SourceType.REGULATOR.value})


class Work(Enum):
    """What is referred to, as far as is known: of a study without a journal nobody knows where it stands."""

    ARTICLE = "article"
    REPORT = "report"
    DOCUMENT = "document"


def work_of(reference: Reference) -> Work:
    """An article where a journal is known; a report where a body issued it under its own name."""
    if line_of(reference.container):
        return Work.ARTICLE
    return Work.REPORT if reference.type in _REPORTS else Work.DOCUMENT


def publisher_of(reference: Reference) -> str:
    """Who issued a report; "" of what stands in a journal, and of studies, whose body is who made them."""
    return line_of(reference.body) if work_of(reference) is Work.REPORT else ""


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
    return f"{reference.type}; status: {standing_of(reference)}"


def standing_of(reference: Reference) -> str:
    """Where the source stands, with the note on it, which may say so itself: "superseded (by AAOS 2023)"."""
    told = line_of(reference.status_note).rstrip(".")
    if re.match(rf"{re.escape(reference.status)}\b", told):
        return told
    return f"{reference.status} ({told})" if told else reference.status


def has_fallen(reference: Reference) -> bool:
    """Whether the source was superseded, withdrawn or retracted, which no reference may leave unsaid."""
    return SourceStatus(reference.status).fallen
