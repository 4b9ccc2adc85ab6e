"""What is said of a patient by hand, in words or by a file; and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citewell.model.answers import Application
from citewell.model.cases import Truth
from citewell.model.pathways import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    """Facts that are asked for together. facts: ids, in the pack's order."""

    id: str
    title: str
    facts: tuple[str, ...]


class Spoken(StrEnum):
    """By what a fact came to be known."""

    FORM = "form"
    WORDS = "words"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFact:
    """A fact that was read in a file: as it is given, and from where. date: ISO 8601, "" for none."""

    fact: str
    given: str
    resource: str
    path: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What a file told of one patient, and what of it was not used.

    notes: what a reader must know, one sentence each. unread: how many resources of each type were
    left aside.
    """

    facts: tuple[FileFact, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is said of a patient.

    words: in free text. heard: those words as they were when the facts were last read from them, so that
    whatever was corrected since stays corrected. facts: by fact id, as given; those left out are unknown.
    """

    words: str = ""
    heard: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    file: FileReading = FileReading()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that cannot be used. fact: the id of the fact it is said of, "" for the words as a whole."""

    fact: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that was said, as one set of facts.

    spoken: by what each was told. heard: the words that the facts take account of. notes: what was set aside.
    """

    facts: Mapping[str, str]
    spoken: Mapping[str, Spoken]
    heard: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientResult:
    """The guidance applied to what was told; without an application there are faults.

    pack: the id of the pack applied. fits: whether the patient is one of those whom it is for.
    """

    told: Told
    application: Application | None = None
    pack: str = ""
    fits: Truth = Truth.UNKNOWN
    pathway: Pathway | None = None
