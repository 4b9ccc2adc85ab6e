"""What is said of a patient by hand, in words or by a file; and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citewell.model.applications import Application
from citewell.model.cases import Truth
from citewell.model.origins import origin_in_record
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
    """A fact that was read in a health record: as it is given, and from where.

    resource: its type and id ("Observation/12"), without the id where the record has none. path: of the
    element, from the file on. date: as sent, so with its precision, "" for none. code: in print, the code by
    which the resource was recognised, "" for the patient's own data.
    """

    fact: str
    given: str
    resource: str
    path: str
    date: str = ""
    code: str = ""

    @property
    def source(self) -> str:
        """The resource and the date, as a reader looks for it in the record system."""
        return ", ".join(part for part in (self.resource, self.date) if part)

    @property
    def where(self) -> str:
        """The resource, the path and the date, as far as there are any."""
        return ", ".join(part for part in (self.resource, self.path, self.date) if part)

    @property
    def origin(self) -> str:
        """As an understood fact tells it: "record: Observation/12, 2026-03 at Bundle.entry[3]…"."""
        return origin_in_record(self.source, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A fact of which a record says different things at once; it stays unknown. message: what it says."""

    fact: str
    message: str
    sides: tuple[FileFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What a health record told of one patient, and what of it was not used.

    facts: each once, in the packs' order. conflicts: what the record says both ways. notes: what a reader
    must know, one sentence each. unread: how many resources of each type no mapping of the packs matches.
    """

    facts: tuple[FileFact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
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

    spoken: by what each was told. read: where each stands that a file alone told. heard: the words that the
    facts take account of. notes: what was set aside.
    """

    facts: Mapping[str, str]
    spoken: Mapping[str, Spoken]
    read: Mapping[str, FileFact] = field(default_factory=dict)
    heard: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientResult:
    """The guidance applied to what was told; without an application there are faults.

    fits, pathway: of the pack that leads, whether the patient is one of those whom it is for, and the way
    that they went in it.
    """

    told: Told
    application: Application | None = None
    fits: Truth = Truth.UNKNOWN
    pathway: Pathway | None = None
