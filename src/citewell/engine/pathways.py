"""A pack's dispositions as a pathway: what is asked in which order, and which way one patient went."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from citewell.answers.wording import voice, worded
from citewell.guidelines.criterion_words import criterion_in_words
from citewell.guidelines.logic import Circumstances, circumstances, deciding, holds, undecided
from citewell.model.answers import Audience
from citewell.model.cases import NO_FACTS, CaseFacts, Truth
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disposition, DispositionReason
from citewell.model.pathways import Course, PathEdge, PathReason, PathStep, Pathway
from citewell.text.sentences import sentences

_GOES_ON = (Truth.FALSE, Truth.UNKNOWN)


def pathway_of(
    catalog: Catalog,
    facts: CaseFacts | None = None,
    *,
    on: str,
    audience: Audience = Audience.CLINICIAN,
) -> Pathway:
    """The pathway of a pack, in the reader's words.

    facts: of one patient, those that follow from others included (as `Applied.facts`); without them nothing
    is marked. on: the ISO date whose editions of dated numbers count.
    """
    known = circumstances(catalog.pack, facts or NO_FACTS, on=on)
    steps = [
        _step(each, catalog, known, audience, judged=facts is not None) for each in catalog.pack.dispositions
    ]
    if facts is None:
        return _pathway(catalog, steps, at=None)
    at = next((n for n, step in enumerate(steps) if step.truth is Truth.TRUE), len(steps) - 1)
    return _pathway(catalog, [_with_course(step, n, at) for n, step in enumerate(steps)], at=at)


def _pathway(catalog: Catalog, steps: Sequence[PathStep], *, at: int | None) -> Pathway:
    return Pathway(
        pack=catalog.pack.id,
        title=catalog.pack.title,
        steps=tuple(steps),
        edges=tuple(_edges(steps, at)),
        stops=steps[at].id if at is not None and steps else "",
    )


def _edges(steps: Sequence[PathStep], at: int | None) -> Iterator[PathEdge]:
    for n, step in enumerate(steps):
        answers = (Truth.TRUE,) if step.reasons else tuple(Truth)
        yield PathEdge(start=step.id, end=step.id, answers=answers, taken=n == at)
        if n + 1 < len(steps):
            taken = at is not None and n < at
            yield PathEdge(start=step.id, end=steps[n + 1].id, answers=_GOES_ON, taken=taken)


def _step(
    disposition: Disposition, catalog: Catalog, known: Circumstances, audience: Audience, *, judged: bool
) -> PathStep:
    reasons = tuple(_reason(each, catalog, known, audience, judged=judged) for each in disposition.reasons)
    return PathStep(
        id=disposition.id,
        title=disposition.title,
        severity=disposition.severity,
        text=worded(disposition.wording, audience),
        cites=disposition.cites,
        reasons=reasons,
        truth=_any_of(reasons) if judged else None,
    )


def _any_of(reasons: Sequence[PathReason]) -> Truth:
    truths = [reason.truth for reason in reasons]
    if Truth.TRUE in truths:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.FALSE


def _reason(
    reason: DispositionReason, catalog: Catalog, known: Circumstances, audience: Audience, *, judged: bool
) -> PathReason:
    text = worded(reason.wording, audience)
    asked = PathReason(
        id=reason.id,
        name=sentences(text)[0] if voice(audience) == "patient" else reason.id.replace("-", " "),
        asks=criterion_in_words(reason.when, catalog.facts, known),
        text=text,
        cites=reason.cites,
    )
    return _judged(asked, reason, known) if judged else asked


def _judged(asked: PathReason, reason: DispositionReason, known: Circumstances) -> PathReason:
    truth = holds(reason.when, known)
    settled = () if truth is Truth.UNKNOWN else deciding(reason.when, known)
    return replace(
        asked,
        truth=truth,
        decided_by=tuple(dict.fromkeys(leaf.fact for leaf in settled)),
        missing=undecided(reason.when, known),
    )


def _with_course(step: PathStep, n: int, at: int) -> PathStep:
    if n == at:
        return replace(step, course=Course.TAKEN)
    if n > at:
        return replace(step, course=Course.NOT_REACHED)
    return replace(step, course=Course.OPEN if step.truth is Truth.UNKNOWN else Course.RULED_OUT)
