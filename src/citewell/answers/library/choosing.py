"""The few quotations an answer rests on, grouped by the guideline they stand in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from citewell.answers.library.asking import form_of
from citewell.answers.library.asks import with_each_ask
from citewell.answers.library.rated import by_variant
from citewell.answers.library.worth import alerts, says_something, worths
from citewell.model.answers import Question
from citewell.model.library import Document
from citewell.model.shelves import Gathered, Quotation

# An answer is read, not searched: no more than a reader takes in at one sitting.
_MOST_QUOTED = 12
_ALONE = 8
_MOST_WARNINGS = 2
# The bottom line; what leads fits at least this share as well as the best: less may be beside the point.
_MOST_LEADING = 3
_LEADS = 0.75
_STEPS = 5
# A document that fits less than this share of the best is about something else.
_CLOSE = 0.65
# What each further quotation of a guideline is worth less than the one before it, as a share of its best: the
# guideline that fits far better is quoted at length, and of those that fit alike each has its say.
_FURTHER = 0.025
# How loud a body speaks, loudest first; a label that is not understood stands between.
_STRENGTHS = {"strong": 0, "strong against": 0, "mandatory": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A document with what is quoted from it, the best first."""

    document: Document
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the library has to say: by guideline, what forbids or warns in them, and of the drugs named.

    leading: those of the guidelines' quotations that answer best, best first.
    """

    guidelines: tuple[Guideline, ...] = ()
    leading: tuple[Quotation, ...] = ()
    alerts: tuple[Guideline, ...] = ()
    warnings: tuple[Guideline, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.guidelines or self.alerts or self.warnings)


def choose(gathered: Gathered, question: Question) -> Choice:
    """At most twelve quotations, of at most seven guidelines: the better fit with more."""
    ranked = {document: _ranked(document, gathered, question) for document in _close(gathered)}
    most = _ALONE if len(ranked) == 1 else _MOST_QUOTED
    quotations = _shared_out(ranked, most)
    warnings = list(islice(_apart(gathered.warnings), _MOST_WARNINGS))
    said = [q for q in quotations if not alerts(q)][: _MOST_QUOTED - len(warnings)]
    said = with_each_ask(said, _best_first(ranked), form_of(question, gathered.kinds))
    alerting = [q for q in quotations if alerts(q) and q not in warnings]
    best = max((quotation.score for quotation in said), default=0.0)
    return Choice(
        guidelines=tuple(sorted(_grouped(said, gathered), key=lambda one: _standing(one, best))),
        leading=_leading(said, gathered),
        alerts=tuple(_grouped(alerting[: _MOST_QUOTED - len(said) - len(warnings)], gathered)),
        warnings=tuple(_grouped(warnings, gathered)),
    )


def _close(gathered: Gathered) -> Iterator[str]:
    """The documents that fit about as well as the best and have something to quote."""
    quotable = {quotation.document for quotation in gathered.quotations if says_something(quotation)}
    ranking = [(document, score) for document, score in gathered.ranking if document in quotable]
    return (document for document, score in ranking if score >= ranking[0][1] * _CLOSE)


def _ranked(document: str, gathered: Gathered, question: Question) -> tuple[Quotation, ...]:
    """A document's quotations by what they are worth, best first, each with that as its score."""
    said = (q for q in gathered.quotations if q.document == document and says_something(q))
    own = list(by_variant(list(said), question))
    worth = worths(own, question, gathered.documents[document])
    scored = (quotation.worth(each) for quotation, each in zip(own, worth, strict=True))
    return tuple(_apart(sorted(scored, key=lambda quotation: (-quotation.score, quotation.start))))


def _shared_out(ranked: Mapping[str, Sequence[Quotation]], most: int) -> list[Quotation]:
    """The best of each document, and of all the rest the best, where each further one of a document is worth
    less; best first.

    Diminishing returns make taking the best next a good choice of a whole (Nemhauser, Wolsey and Fisher, An
    analysis of approximations for maximizing submodular set functions, 1978).
    """
    places = {
        (document, n): quotation.score - _FURTHER * n * own[0].score
        for document, own in ranked.items()
        for n, quotation in enumerate(own)
    }
    rank = {document: place for place, document in enumerate(ranked)}
    best = sorted(places, key=lambda one: (one[1] > 0, -places[one], rank[one[0]], one[1]))[:most]
    chosen = sorted(best, key=lambda one: (-places[one], rank[one[0]], one[1]))
    return [ranked[document][n] for document, n in chosen]


def _best_first(ranked: Mapping[str, Sequence[Quotation]]) -> list[Quotation]:
    """All that could be said of the documents, but for what stands with the warnings."""
    found = (quotation for own in ranked.values() for quotation in own if not alerts(quotation))
    return sorted(found, key=lambda one: (-one.score, one.document, one.start))


def _leading(said: Sequence[Quotation], gathered: Gathered) -> tuple[Quotation, ...]:
    """The first few that fit about as well as the best; of sources that fell only where none else stands."""
    standing = [q for q in said if not gathered.documents[q.document].source.status.fallen] or said
    best = max((quotation.score for quotation in standing), default=0.0)
    return tuple(islice((q for q in standing if q.score >= _LEADS * best), _MOST_LEADING))


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
