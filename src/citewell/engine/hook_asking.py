"""Cards that ask: the facts that are not on record and would decide something, with what they decide."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import Draft, Told, in_a_sentence, listed
from citewell.guidelines.logic import examined, undecided
from citewell.guidelines.verdicts import UNKNOWN
from citewell.model.answers import Claim
from citewell.model.applied import Missing
from citewell.model.cases import Truth
from citewell.model.guidelines import Statement
from citewell.model.hooks import Indicator
from citewell.model.safety import JudgedNote
from citewell.model.sources import Direction

# As many as are answered between two other things; the form has the rest.
_MOST_ASKED = 6
_LAST = 99
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """What may speak against an order, and the unknown facts that decide whether it does.

    advises: whether it advises against the order, rather than name a contraindication.
    """

    title: str
    cites: tuple[str, ...]
    facts: tuple[str, ...]
    advises: bool


def ask_where_to(chart: Chart, *, withheld: Sequence[str], asked: Collection[str] = ()) -> Iterator[Draft]:
    """The facts that could make the disposition a more urgent one.

    withheld: the keys of what the client did not bring. asked: the facts that another card asks for.
    """
    disposed = chart.applied.disposition
    missing = {fact: each for fact, each in hanging_on_the_way(chart).items() if fact not in asked}
    if disposed is None or not missing:
        return
    titles = [chart.catalog.dispositions[each].title for each in disposed.not_excluded]
    yield _asking(
        in_a_sentence(titles[0]),
        {fact: _question(each, chart) for fact, each in missing.items()},
        chart,
        before=(f"By the record so far: {disposed.disposition.title}. Not excluded: {', '.join(titles)}.",),
        after=(f"Nothing came from the record for: {_keys(withheld)}.",) if withheld else (),
    )


def _keys(withheld: Sequence[str]) -> str:
    """Prefetch keys in words; one of a client's own may be any text, an address that becomes a link, too."""
    plain = [key for key in withheld if _PLAIN.fullmatch(key)]
    others = len(withheld) - len(plain)
    return ", ".join([*plain, *([f"{others} of other names"] if others else [])])


def hanging_on_the_way(chart: Chart) -> dict[str, Missing]:
    """The unknown facts that could make the disposition a more urgent one, the weightiest first."""
    disposed = chart.applied.disposition
    more_urgent = frozenset(disposed.not_excluded if disposed else ())
    return {each.fact: each for each in chart.applied.missing if more_urgent & set(each.decides)}


def ask_before(
    warnings: Mapping[str, Sequence[Hanging]], chart: Chart, *, asked: Collection[str] = ()
) -> Iterator[Draft]:
    """The facts that decide whether something speaks against what is ordered.

    warnings: by what is ordered, in words, what may. asked: the facts that another card asks for.
    """
    open_still = {fact: those for fact, those in hanging_on_orders(warnings).items() if fact not in asked}
    about = [
        name for name, those in warnings.items() if any(open_still.keys() & each.facts for each in those)
    ]
    if open_still:
        told = {fact: _question_before(fact, those, chart) for fact, those in open_still.items()}
        yield _asking(", ".join(map(in_a_sentence, about)), told, chart)


def hanging_on_orders(warnings: Mapping[str, Sequence[Hanging]]) -> dict[str, tuple[Hanging, ...]]:
    """The unknown facts on which a warning hangs, the weightiest first, each with what hangs on it."""
    found: dict[str, list[Hanging]] = {}
    for each in (each for those in warnings.values() for each in those):
        for fact in each.facts:
            found.setdefault(fact, []).append(each)
    in_order = sorted(found.items(), key=lambda item: _weight(item[1]))
    return {fact: tuple(those) for fact, those in in_order}


def hanging_on(statement: Statement, chart: Chart) -> Hanging:
    """A statement as what may speak against an order."""
    return Hanging(
        title=statement.title,
        cites=statement.cites,
        facts=_unknown(statement, chart),
        advises=statement.direction is Direction.AGAINST,
    )


def hanging_on_safety(name: str, judged: Iterable[JudgedNote]) -> Iterator[Hanging]:
    """The contraindications of a drug that are unknown, as what may speak against an order of it.

    name: what the drug is called.
    """
    for one in judged:
        if one.note.forbids and one.truth is Truth.UNKNOWN:
            title = f"Whether {in_a_sentence(name)} is contraindicated"
            yield Hanging(title=title, cites=one.note.caution.cites, facts=one.missing, advises=False)


def _asking(
    on: str,
    questions: Mapping[str, Told],
    chart: Chart,
    *,
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> Draft:
    labels = [chart.catalog.facts[fact].label for fact in questions]
    left = tuple(questions)[_MOST_ASKED:]
    return Draft(
        indicator=Indicator.INFO,
        summary=listed(f"Not on record, and decides on {on}:", labels),
        label=chart.catalog.pack.title,
        place=("facts", ""),
        told=tuple(questions.values())[:_MOST_ASKED],
        before=before,
        # What the record half says must not be lost among what is left.
        lines=tuple(doubt for fact in left for doubt in chart.doubts(fact)),
        after=((f"{len(left)} more in the form.",) if left else ()) + after,
        asks=True,
    )


def _question(missing: Missing, chart: Chart) -> Told:
    """A fact on which a disposition hangs, cited as the first reason that needs it."""
    catalog = chart.catalog
    titles = [catalog.dispositions[each].title for each in missing.decides if each in catalog.dispositions]
    others = len(missing.decides) - len(titles)
    titles += [f"{others} recommendation{'' if others == 1 else 's'}"] if others else []
    reasons = (reason for each in catalog.pack.dispositions for reason in each.reasons)
    cites = next(reason.cites for reason in reasons if missing.fact in undecided(reason.when, chart.known))
    return _told(missing.fact, cites, titles, chart)


def _weight(hanging: Sequence[Hanging]) -> tuple[int, int]:
    """First what alone may rule something out, then what may with others, then what decides most."""
    ruling_out = [len(each.facts) for each in hanging if not each.advises]
    return min(ruling_out, default=_LAST), -len(hanging)


def _question_before(fact: str, hanging: Sequence[Hanging], chart: Chart) -> Told:
    titles = list(dict.fromkeys(each.title for each in hanging))
    return _told(fact, hanging[0].cites, titles, chart)


def _told(fact: str, cites: Sequence[str], decides: Sequence[str], chart: Chart) -> Told:
    text = chart.catalog.facts[fact].ask_clinician
    claim = Claim(id=f"ask:{fact}", text=text, citations=tuple(cites), pack=chart.catalog.pack.id)
    return Told(claim=claim, notes=(f"Decides: {'; '.join(decides)}", *chart.doubts(fact)))


def _unknown(statement: Statement, chart: Chart) -> tuple[str, ...]:
    """The unknown facts that could make a statement speak against an order."""
    if statement.direction in (Direction.AGAINST, None):
        verdict = chart.applied.verdicts.get(statement.id)
        return verdict.missing if verdict and verdict.verdict == UNKNOWN else ()
    facts = (fact for caution in statement.never_when for fact in examined(caution.when, chart.known)[1])
    return tuple(dict.fromkeys(facts))
