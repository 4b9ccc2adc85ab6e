"""Cards for whoever opens a patient's record: where the guidance sends them, what to ask, what applies.

Silent about everybody whom no pack is certainly for, and in an emergency about everything else. What one pack
has said another does not say again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citewell.answers.claims import claim_of, plain_claim
from citewell.answers.once import Told as Already
from citewell.engine.application_parts import Consulted
from citewell.engine.applying import in_precedence
from citewell.engine.hook_asking import ask_where_to, hanging_on_the_way
from citewell.engine.hook_conflicts import conflict_drafts, conflicts_told
from citewell.engine.hook_debates import debates_on, told_of
from citewell.engine.hook_reading import Chart
from citewell.engine.hook_writing import READER, Draft, Told, first_that_fits, listed
from citewell.guidelines.verdicts import APPLIES
from citewell.model.answers import Claim
from citewell.model.applied import Disposed, HeldReason
from citewell.model.guidelines import Disposition, DispositionReason, Statement
from citewell.model.hooks import Indicator
from citewell.model.sources import Direction
from citewell.text.sentences import sentences

_MOST_RECOMMENDED = 4


@dataclass(frozen=True, slots=True)
class _Said:
    """What cards of other packs say.

    grounds: of the record, on which somebody is sent somewhere. asked, conflicts: the facts asked for, and
    those of which contradictions were told.
    """

    grounds: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)
    recommended: Already = field(default_factory=Already.of)


def view_drafts(charts: Sequence[Chart], *, withheld: Sequence[str]) -> Iterator[tuple[Draft, Chart]]:
    """What there is to say when the record is opened, the most urgent pack first, with whose word it is.

    withheld: what the client did not bring. What remains when no reason for referral holds
    is no card of its own: it is no news, and not certain while a more urgent way is open. An emergency is
    told of whom a pack leaves out, too ("children").
    """
    said = _Said()
    urgent = [chart for chart in charts if chart.emergency]
    for chart in _in_precedence(urgent or [each for each in charts if each.is_addressed]):
        for draft in _drafts(chart, said, withheld=withheld):
            yield draft, chart


def _in_precedence(charts: Sequence[Chart]) -> Iterator[Chart]:
    by_pack = {chart.catalog.pack.id: chart for chart in charts}
    consulted = [Consulted(chart.catalog, chart.applied) for chart in charts]
    return (by_pack[one.applied.pack.id] for one in in_precedence(consulted))


def _drafts(chart: Chart, said: _Said, *, withheld: Sequence[str]) -> Iterator[Draft]:
    hanging = hanging_on_the_way(chart)
    conflicts = conflicts_told(chart, hanging)
    yield from conflict_drafts(
        chart, {f: said_of for f, said_of in conflicts.items() if f not in said.conflicts}
    )
    said.conflicts.update(conflicts)
    disposed = chart.applied.disposition
    held = disposed.because if disposed else ()
    because = tuple(each for each in held if not said.grounds.issuperset(chart.told_by(each.grounds)))
    if disposed and because:
        yield _disposition(disposed, because, chart)
    said.grounds.update(ground for each in because for ground in chart.told_by(each.grounds))
    if chart.emergency:
        return
    yield from ask_where_to(chart, withheld=withheld, asked=said.asked)
    said.asked.update(hanging)
    yield from _recommended(chart, said.recommended)


def _disposition(disposed: Disposed, because: Sequence[HeldReason], chart: Chart) -> Draft:
    chosen = disposed.disposition
    open_titles = [chart.catalog.dispositions[each].title for each in disposed.not_excluded]
    return Draft(
        indicator=Indicator(chosen.severity),
        summary=_why(chosen, because, chart),
        label=chart.catalog.pack.title,
        place=("dispositions", chosen.id),
        told=(
            *(_reason(chosen, held, chart) for held in because),
            Told(claim=_plain(f"disposition:{chosen.id}", chosen, chart), lead=chosen.title),
            *_excluded(chart),
        ),
        after=(f"Not yet excluded: {', '.join(open_titles)}.",) if open_titles else (),
    )


def _why(chosen: Disposition, because: Sequence[HeldReason], chart: Chart) -> str:
    """The disposition with its first reason, where that fits, else with the facts that make it so."""
    more = f" (and {len(because) - 1} more)" if len(because) > 1 else ""
    said = sentences(because[0].reason.wording.clinician)[0]
    facts = [chart.valued(fact) for fact in because[0].facts]
    told = f"{chosen.title}: {said}"
    return first_that_fits(f"{told}{more}", told, listed(f"{chosen.title}:", facts))


def _reason(chosen: Disposition, held: HeldReason, chart: Chart) -> Told:
    claim = _plain(f"disposition:{chosen.id}:{held.reason.id}", held.reason, chart)
    return Told(claim=claim, notes=chart.stated(held.facts))


def _plain(claim_id: str, said: Disposition | DispositionReason, chart: Chart) -> Claim:
    return plain_claim(claim_id, said.wording, said.cites, chart.catalog, READER)


def _excluded(chart: Chart) -> Iterator[Told]:
    for each in chart.applied.excluded:
        if each.cites:
            claim = plain_claim(f"excluded:{each.id}", each.wording, each.cites, chart.catalog, READER)
            yield Told(claim=claim, lead="Outside this guidance")


def _recommended(chart: Chart, already: Already) -> Iterator[Draft]:
    """What is recommended for this patient, first what nobody disputes, then what is graded strong.

    already: what other packs recommend.
    """
    fitting = ((each, claim_of(each, chart.catalog, READER, chart.applied)) for each in _fitting(chart))
    debates = {each: debates_on(each, chart) for each, claim in fitting if already.new_of([claim])}
    found = sorted(debates, key=lambda each: (bool(debates[each]), not chart.is_strong(each)))
    shown = found[:_MOST_RECOMMENDED]
    if shown:
        claims = (Told(claim=claim_of(each, chart.catalog, READER, chart.applied)) for each in shown)
        yield Draft(
            indicator=Indicator.INFO,
            summary=listed("Recommended here:", [statement.title for statement in found]),
            label=chart.catalog.pack.title,
            place=("recommendations", ""),
            told=(*claims, *told_of((debate for each in shown for debate in debates[each]), chart)),
            after=(f"{len(found) - len(shown)} more apply.",) if len(found) > len(shown) else (),
        )


def _fitting(chart: Chart) -> Iterator[Statement]:
    """What is recommended on the pages for this patient, those for fewer populations first."""
    catalog, here = chart.catalog, set(chart.applied.in_population)
    topics = [topic for topic in catalog.pack.topics if here & set(topic.populations)]
    topics.sort(key=lambda topic: len(topic.populations))
    items = (item for topic in topics for section in topic.sections for item in section.items)
    for statement in map(catalog.statements.get, dict.fromkeys(items)):
        if statement and statement.direction is Direction.FOR and _applies(statement, chart):
            yield statement


def _applies(statement: Statement, chart: Chart) -> bool:
    """Whether it applies now; what rests on superseded sources alone is not recommended any more."""
    return chart.is_in_force(statement) and chart.applied.verdicts[statement.id].verdict == APPLIES
