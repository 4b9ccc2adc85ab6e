"""The few quotations an answer rests on, grouped by the guideline they stand in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from citewell.model.library import Document
from citewell.model.shelves import Gathered, Quotation
from citewell.model.sources import SourceStatus

# An answer is read, not searched: no more than a reader takes in at one sitting.
MOST_QUOTED = 12
_MOST_GUIDELINES = 6
_MOST_OF_ONE = 4
_MOST_ALERTS = 2
# What fits less than this share of the best is about something else.
_CLOSE = 0.55
# Sections of the National Guideline Clearinghouse that forbid or warn.
_ALERTS = frozenset({"Contraindications", "FDA Warning/Regulatory Alert", "Potential Harms"})
_FALLEN = frozenset({SourceStatus.RETRACTED, SourceStatus.WITHDRAWN, SourceStatus.SUPERSEDED})
# How loud a body speaks, loudest first; a label that is not understood stands between.
_STRENGTHS = {"strong": 0, "strong against": 0, "mandatory": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A document with what is quoted from it, the best first."""

    document: Document
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the library has to say: by guideline, and what forbids or warns."""

    guidelines: tuple[Guideline, ...] = ()
    alerts: tuple[Guideline, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.guidelines and not self.alerts


def choose(gathered: Gathered) -> Choice:
    """At most twelve quotations: the best of each guideline that fits about as well as the best of all."""
    quotations = list(_apart(gathered.quotations))
    if not quotations:
        return Choice()
    enough = quotations[0].score * _CLOSE
    close = [quotation for quotation in quotations if quotation.score >= enough]
    alerts = [q for q in close if q.section in _ALERTS][:_MOST_ALERTS]
    said = list(_spread([q for q in close if q.section not in _ALERTS], MOST_QUOTED - len(alerts)))
    return Choice(
        guidelines=tuple(sorted(_grouped(said, gathered), key=_standing)),
        alerts=tuple(_grouped(alerts, gathered)),
    )


def _apart(quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """The quotations in order, less those whose words were said before."""
    said: set[str] = set()
    for quotation in quotations:
        spoken = " ".join(quotation.text.casefold().split())
        if spoken not in said:
            said.add(spoken)
            yield quotation


def _spread(quotations: Sequence[Quotation], most: int) -> Iterator[Quotation]:
    """The best, a few of each document and a few documents at most."""
    taken: dict[str, int] = {}
    for quotation in quotations:
        document = quotation.document
        if document not in taken and len(taken) == _MOST_GUIDELINES:
            continue
        if taken.get(document, 0) < _MOST_OF_ONE and sum(taken.values()) < most:
            taken[document] = taken.get(document, 0) + 1
            yield quotation


def _grouped(quotations: Sequence[Quotation], gathered: Gathered) -> Iterator[Guideline]:
    for document in dict.fromkeys(quotation.document for quotation in quotations):
        own = tuple(quotation for quotation in quotations if quotation.document == document)
        yield Guideline(document=gathered.documents[document], quotations=own)


def _standing(guideline: Guideline) -> tuple[bool, float, int, int, str]:
    """Those that stand before those that fell; the better fit first; then the stronger, then the newer."""
    best = guideline.quotations[0]
    strength = _STRENGTHS.get(best.found.strength or "", 1) if best.found else 2
    source = guideline.document.source
    return (source.status in _FALLEN, -round(best.score, 1), strength, -source.year, source.id)
