"""What evidence is made of: sources, and the findings read in them."""

from dataclasses import dataclass
from enum import StrEnum


class SourceType(StrEnum):
    """The type a reader sees beside each reference."""

    GUIDELINE = "Guideline"
    SYSTEMATIC_REVIEW = "Systematic review"
    TRIAL = "Trial"
    COHORT = "Cohort"
    REGULATOR = "Label/Regulator"
    REVIEW = "Review"
    ARTICLE = "Article"


class SourceStatus(StrEnum):
    """Where a source stands today, as far as its publisher has said."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    HISTORICAL = "historical"
    NOT_ESTABLISHED = "not established"

    @property
    def fallen(self) -> bool:
        """Whether such a source may support a claim only where the claim says what it has become."""
        return self in (SourceStatus.SUPERSEDED, SourceStatus.WITHDRAWN, SourceStatus.RETRACTED)


class Reading(StrEnum):
    """How a statement was read; only these three may be encoded in a pack."""

    PRIMARY = "V"
    SECONDARY = "V2"
    CLEARINGHOUSE = "V2-NGC"


class Direction(StrEnum):
    """Which way a recommendation points. `NO_RECOMMENDATION` is never a form of "against"."""

    FOR = "for"
    OPTION = "option"
    AGAINST = "against"
    NO_RECOMMENDATION = "no-recommendation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a source says on one point, in the pack author's own words.

    `grade` is the body's label as printed ("Strong", "Usually appropriate"), or empty.
    `via` names the secondary page when `reading` is not primary.
    """

    id: str
    text: str
    locator: str = ""
    reading: Reading = Reading.PRIMARY
    via: str = ""
    direction: Direction | None = None
    grade: str = ""
    population: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A guideline, study or label; field names that CSL defines keep CSL's meaning."""

    id: str
    type: SourceType
    title: str
    body: str
    short: str
    year: int
    status: SourceStatus
    status_note: str = ""
    superseded_by: str = ""
    authors: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    origin: str = ""
    jurisdiction: str = ""
    population: str = ""
    searched_to: str = ""
    interest: str = ""
    grading: str = ""
    findings: tuple[Finding, ...] = ()
    path: str = ""
    line: int = 0
