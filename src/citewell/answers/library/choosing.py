"""The few quotations an answer rests on, grouped by the guideline they stand in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from citewell.model.answers import Intent
from citewell.model.library import Document
from citewell.model.sections import is_descriptive, is_warning
from citewell.model.shelves import Gathered, Quotation
from citewell.text.quantities import quantities

# An answer is read, not searched: no more than a reader takes in at one sitting, most of it from the
# guidelines that fit best.
_SHARES = (4, 3, 2, 2, 1)
_ALONE = 8
_MOST_QUOTED = 12
_MOST_WARNINGS = 2
_STEPS = 5
# A document that fits less than this share of the best is about something else.
_CLOSE = 0.5
# The units in which an answer to such a question is given, and what having one is worth.
_UNITS = {
    Intent.DOSE: frozenset({"mg", "ug", "g", "mL", "L", "[iU]", "mmol"}),
    Intent.TIMING: frozenset({"min", "h", "d", "wk", "mo", "a"}),
}
_ANSWERS = 1.3
# What a passage is worth that recommends nothing.
_MERELY_SAYS = 0.75
# Sections that tell of harms or of benefits: the first stand with the warnings, the second are never quoted.
_HARMS = "Potential Harms"
_BENEFITS = "Potential Benefits"
# How loud a body speaks, loudest first; a label that is not understood stands between.
_STRENGTHS = {"strong": 0, "strong against": 0, "mandatory": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A document with what is quoted from it, the best first."""

    document: Document
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the library has to say: by guideline, what forbids or warns in them, and of the drugs named."""

    guidelines: tuple[Guideline, ...] = ()
    alerts: tuple[Guideline, ...] = ()
    warnings: tuple[Guideline, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.guidelines or self.alerts or self.warnings)


def choose(gathered: Gathered, intents: Sequence[Intent]) -> Choice:
    """At most twelve quotations, of at most five guidelines: the best of each, the better fit with more.

    intents: what the question wants; asked how much or how long, words with such a quantity come first.
    """
    documents = list(_close(gathered))
    shares = (_ALONE,) if len(documents) == 1 else _SHARES
    quotations = [
        quotation
        for document, share in zip(documents, shares, strict=False)
        for quotation in _best_of(document, share, gathered, _units(intents))
    ]
    warnings = list(islice(_apart(gathered.warnings), _MOST_WARNINGS))
    said = [q for q in quotations if not _alerts(q)][: _MOST_QUOTED - len(warnings)]
    alerts = [q for q in quotations if _alerts(q) and q not in warnings]
    best = max((quotation.score for quotation in said), default=0.0)
    return Choice(
        guidelines=tuple(sorted(_grouped(said, gathered), key=lambda one: _standing(one, best))),
        alerts=tuple(_grouped(alerts[: _MOST_QUOTED - len(said) - len(warnings)], gathered)),
        warnings=tuple(_grouped(warnings, gathered)),
    )


def _close(gathered: Gathered) -> Iterator[str]:
    """The documents that fit about as well as the best and have something to quote."""
    quotable = {quotation.document for quotation in gathered.quotations if _says_something(quotation)}
    ranking = [(document, score) for document, score in gathered.ranking if document in quotable]
    return (document for document, score in ranking if score >= ranking[0][1] * _CLOSE)


def _says_something(quotation: Quotation) -> bool:
    """Whether a quotation says what to do or what is known; not only what the guideline is about."""
    section = quotation.section
    return quotation.found is not None or not (is_descriptive(section) or section == _BENEFITS)


def _alerts(quotation: Quotation) -> bool:
    """Whether a quotation stands where a guideline forbids or warns."""
    return is_warning(quotation.section) or quotation.section == _HARMS


def _units(intents: Sequence[Intent]) -> frozenset[str]:
    return frozenset[str]().union(*(_UNITS.get(intent, ()) for intent in intents))


def _best_of(document: str, most: int, gathered: Gathered, units: frozenset[str]) -> Iterator[Quotation]:
    own = [q for q in gathered.quotations if q.document == document and _says_something(q)]
    best = sorted(own, key=lambda quotation: (-_worth(quotation, units), quotation.start))
    return islice(_apart(best), most)


def _worth(quotation: Quotation, units: frozenset[str]) -> float:
    """How well it fits, more for a quantity that was asked for, less for words that recommend nothing."""
    answers = units and units & {each.unit for each in quantities(quotation.text)}
    recommends = quotation.found is not None or _alerts(quotation)
    return quotation.score * (_ANSWERS if answers else 1.0) * (1.0 if recommends else _MERELY_SAYS)


def _apart(quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """The quotations in order, less those whose words were said before."""
    said: set[str] = set()
    for quotation in quotations:
        spoken = " ".join(quotation.text.casefold().split())
        if spoken not in said:
            said.add(spoken)
            yield quotation


def _grouped(quotations: Sequence[Quotation], gathered: Gathered) -> Iterator[Guideline]:
    for document in dict.fromkeys(quotation.document for quotation in quotations):
        own = tuple(quotation for quotation in quotations if quotation.document == document)
        yield Guideline(document=gathered.documents[document], quotations=own)


def _standing(guideline: Guideline, most: float) -> tuple[bool, int, int, int, str]:
    """Those that stand before those that fell; of those that fit about alike the stronger, then the newer.

    most: the score of the best quotation of all; scores within a fifth of it are alike.
    """
    first = guideline.quotations[0]
    strength = _STRENGTHS.get(first.found.strength or "", 1) if first.found else 2
    source = guideline.document.source
    fit = round(_STEPS * first.score / most) if most else 0
    return (source.status.fallen, -fit, strength, -source.year, source.id)
