"""A source as it is read on a screen: its sections, and its text in blocks, a part at a time."""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.library import Document, FoundRecommendation, Notice, Span
from citewell.model.searching import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a source. first: its first passage; part: the part of the text it begins in."""

    title: str
    first: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSource:
    """What is known of a source beside its text. document: without text; notices: what was said since."""

    document: Document
    sections: tuple[Section, ...]
    notices: tuple[Notice, ...]
    recommendations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A passage as it is read: its words or, of a table's row, those of each cell.

    n: the passage; None for a line that is none. recommendations: those that begin in it.
    """

    n: int | None
    cells: tuple[tuple[Stretch, ...], ...]
    recommendations: tuple[FoundRecommendation, ...] = ()


class GroupKind(StrEnum):
    """How lines that belong together are laid out."""

    PROSE = "prose"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that belong together under the same headings.

    headings: those over it that were not over what stands before, with their levels from 0; level 0 is the
    section. caption, columns: of a table, the line over it and the heads of its columns, as far as there are.
    """

    kind: GroupKind
    headings: tuple[tuple[int, str], ...]
    lines: tuple[Line, ...]
    caption: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A part of a source's text, short enough for one page. part: from 1.

    quoted: the span that was asked for, None where none was or it is not in the text; quoted_in: the passage
    that it begins in.
    """

    about: AboutSource
    part: int
    parts: int
    groups: tuple[Group, ...]
    quoted: Span | None = None
    quoted_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecommendation:
    """A recommendation with its own words, line by line, and what stands over it, outermost first.

    graded_by: the title of the grading system that its label was understood by, "" where none was.
    """

    found: FoundRecommendation
    over: tuple[str, ...]
    lines: tuple[tuple[Stretch, ...], ...]
    graded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOverview:
    """What a source says in short: a page of its recommendations. page: from 1."""

    about: AboutSource
    recommendations: tuple[ReadRecommendation, ...]
    page: int
    pages: int
