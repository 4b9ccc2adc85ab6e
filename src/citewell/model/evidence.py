"""What stands behind a citation number: a finding of a pack, or the words of a source where they stand."""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.library import Notice, Span
from citewell.model.references import Reference
from citewell.model.sources import Finding, Source


class EvidenceKind(StrEnum):
    """FINDING: what the source says, in the words of the pack's author. QUOTATION: the source's own words."""

    FINDING = "finding"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of a source's plain text with the quoted words in it.

    text: the source's own, from a block before the quotation to a block behind it, at most. quoted: where in
    `text` the quotation stands. label: where in `text` the grade as printed stands, None where none is. at:
    where `text` begins in the source.
    """

    text: str
    quoted: Span
    at: int
    label: Span | None = None

    @property
    def before(self) -> str:
        """What stands before the quotation."""
        return self.text[: self.quoted.start]

    @property
    def quotation(self) -> str:
        """The quoted words."""
        return self.text[self.quoted.start : self.quoted.end]

    @property
    def after(self) -> str:
        """What stands behind the quotation."""
        return self.text[self.quoted.end :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence behind a reference's number.

    citation: as claims have it (`source#finding`; of the library, `document#passage`). claims: the ids of the
    claims that rest on it, in the answer's order. text: the finding, or the quoted words. source: as it
    stands today, with what was published about it since in notices. label: the grade as printed, "" for none.
    finding: of a pack, None for a quotation. excerpt, section, headings: of a quotation, where it stands:
    headings are what stands over it, outermost first.
    """

    kind: EvidenceKind
    reference: Reference
    source: Source
    citation: str
    claims: tuple[str, ...]
    text: str
    label: str = ""
    notices: tuple[Notice, ...] = ()
    finding: Finding | None = None
    excerpt: Excerpt | None = None
    section: str = ""
    headings: tuple[str, ...] = ()
