"""The small words around a claim: its numbers, the grade as printed, a source's age, headings per reader."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar

from citewell.errors import IntegrityError
from citewell.model.answers import Audience, Claim
from citewell.model.references import Reference
from citewell.model.sources import Direction

_Record = TypeVar("_Record")

# C0 and C1 controls act on a terminal; bidirectional overrides make text read as what it is not.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\u2028\u2029]")
# Halves of surrogate pairs, and what no XML document can hold (XML 1.0, §2.2).
_LONE = re.compile("[\ud800-\udfff\ufffe\uffff]")

_DIRECTIONS = {
    Direction.FOR: "for",
    Direction.OPTION: "option",
    Direction.AGAINST: "against",
    Direction.NO_RECOMMENDATION: "no recommendation",
}
_DIRECTIONS_FOR_PATIENTS = {
    Direction.FOR: "advised",
    Direction.OPTION: "may be done",
    Direction.AGAINST: "advised against",
    Direction.NO_RECOMMENDATION: "no advice",
}
_STATUSES = {
    "draft": "Draft: not yet submitted for review",
    "submitted": "Submitted: awaiting review",
    "under-review": "Under review: not yet approved",
    "changes-requested": "Changes requested: not approved",
    "approved": "Approved by the advisory board",
    "superseded": "Superseded: a newer version was approved",
    "retired": "Retired: no longer maintained",
}
_VERDICTS_FOR_PATIENTS = {
    "applies": "fits the facts given",
    "does not apply": "does not fit the facts given",
    "unknown": "cannot be said yet",
}
# heading: (for professionals, for patients)
_HEADINGS = {
    "bottom-line": ("Bottom line", "In short"),
    "understood": ("Understood", "What was understood"),
    "assumed": ("Assumed", "Supposing"),
    "follows": ("It follows", "It follows"),
    "read-as": ("Read", "Read"),
    "changed": ("Different now", "What is different now"),
    "doubts": ("In doubt", "In doubt"),
    "disagreements": ("Where bodies disagree", "Where doctors' guidance differs"),
    "missing": ("What would help", "What would help to know"),
    "changes": ("What would change this", "What would change this"),
    "follow-ups": ("Follow-up questions", "Questions you could ask next"),
    "incomplete": ("Not covered here", "Not covered here"),
    "terms": ("Terms", "Words explained"),
    "references": ("References", "Where this comes from"),
    "default": ("Citewell's default", "What Citewell goes by"),
    "excluded": ("Outside the packs", "Outside what is covered"),
    "applies": ("Applies", "Fits the facts given"),
    "unknown": ("Unknown until more is known", "Cannot be said yet"),
    "does not apply": ("Does not apply", "Does not fit the facts given"),
    "scores": ("Scores", "Scores"),
    "nearest": ("Nearest topics", "Nearest topics"),
    "searched": ("Searched", "Searched"),
    "choices": ("Did you mean", "Did you mean"),
    "whole-topic": ("For the whole of it, ask", "To read all of it, ask"),
}


def heading(name: str, audience: Audience) -> str:
    """The heading of a part, in the reader's words."""
    professional, patient = _HEADINGS[name]
    return patient if audience is Audience.PATIENT else professional


def clean(text: str) -> str:
    """The text without characters that would act on a terminal or reorder it; newlines stay."""
    # Nothing that is taken out or replaced is printable, and nearly every text is.
    return text if text.isprintable() else _LONE.sub("\ufffd", _CONTROLS.sub("", _BREAKS.sub(" ", text)))


def unwrapped(text: str) -> str:
    """The text on one line, every run of white space a single space."""
    return " ".join(text.split())


def one_line(text: str) -> str:
    """The text on one line, without what a terminal would obey."""
    return clean(unwrapped(text))


def with_stop(lead: str) -> str:
    """A lead-in that ends in a stop: its own, else a colon."""
    return lead if lead.endswith((".", ":", "?", "!")) else f"{lead}:"


def cleaned(record: _Record) -> _Record:
    """The record with every text in it clean."""
    if isinstance(record, str):
        return record if isinstance(record, Enum) else clean(record)  # type: ignore[return-value]
    if isinstance(record, tuple):
        parts = tuple(cleaned(part) for part in record)
        same = all(old is new for old, new in zip(record, parts, strict=True))
        return record if same else parts  # type: ignore[return-value]
    if is_dataclass(record) and not isinstance(record, type):
        held = {each.name: getattr(record, each.name) for each in fields(record)}
        changed = {name: new for name, old in held.items() if (new := cleaned(old)) is not old}
        return replace(record, **changed) if changed else record
    return record


class Numbering:
    """The reference list, asked for the number of a citation (`source#finding`)."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._by_id = {reference.id: reference for reference in references}

    def reference(self, citation: str) -> Reference:
        """The reference a citation names; IntegrityError when the list lacks it."""
        found = self._by_id.get(citation.partition("#")[0])
        if found is None:
            raise IntegrityError(f"the answer cites {citation!r}, which its reference list lacks")
        return found

    def known(self, citations: Iterable[str]) -> tuple[int, ...]:
        """The numbers of those citations that are in the list."""
        sources = (citation.partition("#")[0] for citation in citations)
        return tuple(sorted({self._by_id[source].n for source in sources if source in self._by_id}))

    def of(self, citations: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the citations, each once, ascending."""
        return tuple(sorted({self.reference(citation).n for citation in citations}))


def grade_note(claim: Claim, numbering: Numbering) -> str:
    """Who recommends it and how, as printed: "AAOS 2010 · Strong, against"; else empty."""
    if claim.direction is None and not claim.as_printed:
        return ""
    direction = direction_word(claim.direction)
    printed = ", ".join(part for part in (claim.as_printed, direction) if part)
    harmonised = "" if claim.strength == direction else _harmonised(claim)
    return f"{numbering.reference(claim.citations[0]).short} · {printed}{harmonised}"


def quote_note(claim: Claim) -> str:
    """Who is quoted, the grade as printed or the effect that is said, and what has become of the source:
    "NICE 2014 · [2006] · for", "Hypertension 2015 · decreased".
    """
    direction = direction_word(claim.direction)
    printed = claim.as_printed or ("no grade printed beside it" if claim.recommendation else "")
    effect = claim.effect.value if claim.effect else ""
    parts = (claim.title, printed + _harmonised(claim), direction, effect, claim.because.upper())
    return " · ".join(part for part in parts if part)


def _harmonised(claim: Claim) -> str:
    pair = [claim.strength or "", f"certainty {claim.certainty}" if claim.certainty else ""]
    words = ", ".join(part for part in pair if part)
    return f" (harmonised: {words})" if words and claim.as_printed else ""


def verdict_note(verdict: str | None, because: str, audience: Audience) -> str:
    """Whether it holds for the patient: "does not apply: needs Level: L3 or L4"."""
    if not verdict:
        return ""
    word = verdict_word(verdict, audience)
    return f"{word}: {decided_by(verdict, because)}" if because else word


def decided_by(verdict: str, because: str) -> str:
    """What decides a verdict: "needs Level: L3 or L4", or what is not known yet."""
    return because.replace("not known: ", "depends on ", 1) if verdict == "unknown" else because


def verdict_word(verdict: str, audience: Audience) -> str:
    """Whether it holds for the patient, in the reader's words."""
    return _VERDICTS_FOR_PATIENTS.get(verdict, verdict) if audience is Audience.PATIENT else verdict


def direction_word(direction: Direction | None, audience: Audience = Audience.CLINICIAN) -> str:
    """Which way it points: "against"; "" for a statement that points nowhere."""
    if direction is None:
        return ""
    return (_DIRECTIONS_FOR_PATIENTS if audience is Audience.PATIENT else _DIRECTIONS)[direction]


def status_words(status: str) -> str:
    """Where the content stands with its reviewers."""
    return _STATUSES.get(status, status[:1].upper() + status[1:])


def age_words(year: int, this_year: int) -> str:
    """ "2010, 16 years old"; the current year is given, never read from a clock. 0 is a year not known."""
    if not year:
        return "no date given"
    old = this_year - year
    if old <= 0:
        return str(year)
    return f"{year}, {old} year{'' if old == 1 else 's'} old"


def id_words(record_id: str) -> str:
    """An id as words: "immediate-referral" is "immediate referral"."""
    return record_id.replace("-", " ").replace(".", ": ").strip()


def shortened(text: str, longest: int = 300) -> str:
    """One line of at most that many characters."""
    line = unwrapped(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def first_few(words: Sequence[str], most: int = 3) -> str:
    """The first of a list in a line: "a, b, c and 4 more"."""
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" and {rest} more" if rest > 0 else "")


def number_words(value: float | None) -> str:
    """A number without a needless decimal point; a dash when there is none."""
    return "–" if value is None else f"{value:g}"
