"""A pack applied to a patient, as the reader is shown it."""

from collections.abc import Iterable

from citewell.answers.claims import plain_claim
from citewell.answers.wording import voice
from citewell.model.answers import (
    Audience,
    Because,
    Change,
    MissingFact,
    ScoreResult,
    ShownDisposition,
    UnderstoodFact,
)
from citewell.model.applied import Applied, Disposed, Flip, Scored
from citewell.model.cases import Fact, Value
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType
from citewell.text.units import with_unit


def understood(applied: Applied, catalog: Catalog) -> tuple[UnderstoodFact, ...]:
    """The facts as shown back, in the pack's order, those that follow from others included."""
    return tuple(
        _understood(fact, definition)
        for definition in catalog.pack.facts
        if (fact := applied.facts.get(definition.id)) is not None
    )


def _understood(fact: Fact, definition: FactDefinition) -> UnderstoodFact:
    return UnderstoodFact(
        id=fact.id,
        label=definition.label,
        value=_shown(fact, definition),
        given=_plain(fact.value),
        origin=fact.origin,
        span=fact.span,
    )


def _shown(fact: Fact, definition: FactDefinition) -> str:
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    if definition.type is FactType.NUMBER:
        return with_unit(float(fact.value), definition.unit)
    return next((choice.label for choice in definition.choices if choice.id == fact.value), str(fact.value))


def missing(applied: Applied, catalog: Catalog, audience: Audience) -> tuple[MissingFact, ...]:
    """The facts worth asking for, as questions to the reader."""
    return tuple(
        MissingFact(
            id=item.fact,
            label=catalog.facts[item.fact].label,
            ask=_ask(catalog.facts[item.fact], audience),
            decides=item.decides,
        )
        for item in applied.missing
    )


def _ask(definition: FactDefinition, audience: Audience) -> str:
    return definition.ask_patient if voice(audience) == "patient" else definition.ask_clinician


def disposition(applied: Applied, catalog: Catalog, audience: Audience) -> ShownDisposition | None:
    """The disposition with its reasons and what would change it."""
    disposed = applied.disposition
    if disposed is None:
        return None
    chosen = disposed.disposition
    return ShownDisposition(
        id=chosen.id,
        title=chosen.title,
        severity=chosen.severity,
        claim=plain_claim(f"disposition:{chosen.id}", chosen.wording, chosen.cites, catalog, audience),
        because=tuple(_because(disposed, catalog, audience)),
        provisional=bool(disposed.not_excluded),
        not_excluded=disposed.not_excluded,
        changes=tuple(_change(flip, catalog) for flip in disposed.flips),
    )


def _because(disposed: Disposed, catalog: Catalog, audience: Audience) -> Iterable[Because]:
    for held in disposed.because:
        reason = held.reason
        claim_id = f"disposition:{disposed.disposition.id}:{reason.id}"
        claim = plain_claim(claim_id, reason.wording, reason.cites, catalog, audience)
        yield Because(claim=claim, facts=held.facts, grounds=held.grounds)


def _change(flip: Flip, catalog: Catalog) -> Change:
    return Change(
        facts=tuple((a.fact, _plain(a.value)) for a in flip.assumptions),
        text=" and ".join(a.text for a in flip.assumptions),
        to=flip.to,
        title=catalog.dispositions[flip.to].title,
    )


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"


def scores(applied: Applied, catalog: Catalog, audience: Audience) -> tuple[ScoreResult, ...]:
    """The scores whose inputs are at least partly known."""
    return tuple(_score(scored, catalog, audience) for scored in applied.scores)


def _score(scored: Scored, catalog: Catalog, audience: Audience) -> ScoreResult:
    score = scored.score
    spoken = [("use", score.use), ("not-for", score.not_for)]
    spoken += [("band", band.wording) for band in scored.bands if len(scored.bands) == 1]
    return ScoreResult(
        id=score.id,
        title=score.title,
        label=score_label(scored),
        low=scored.low,
        high=scored.high,
        claims=tuple(plain_claim(f"{score.id}:{n}", w, score.cites, catalog, audience) for n, w in spoken),
        items=tuple(
            (i.item.label, i.option.label if i.option else "not known", i.points) for i in scored.items
        ),
        missing=scored.missing,
    )


def score_label(scored: Scored) -> str:
    """The result in a few words: `9 (potentially unstable)`, `4 to 9 (…)`, or the class."""
    if scored.low is None or scored.high is None:
        return "; ".join(item.option.label for item in scored.items if item.option)
    total = f"{scored.low:g}" if scored.low == scored.high else f"{scored.low:g} to {scored.high:g}"
    bands = " or ".join(band.label for band in scored.bands)
    return f"{total} ({bands})" if bands else total
