"""The packs applied to one patient, without a question: which of them speak, and in which order."""

from collections.abc import Iterator, Sequence
from itertools import chain

from citewell.answers import patient
from citewell.answers.wording import DISCLAIMER
from citewell.engine.application_parts import (
    URGENCY,
    Consulted,
    merged_missing,
    part_of,
    says_something,
    untold,
)
from citewell.errors import InputError
from citewell.guidelines.apply import apply, placed
from citewell.guidelines.logic import Circumstances, leaves
from citewell.model.answers import Audience, Provenance, UnderstoodFact
from citewell.model.applications import Application, Part
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog


def consulted(given: CaseFacts, catalogs: Sequence[Catalog], *, on: str) -> tuple[Consulted, ...]:
    """Every pack on whom it takes a patient for, on an ISO date, in their order; without verdicts yet.

    Raises InputError where facts contradict each other.
    """
    asked = tuple(Consulted(catalog, placed(catalog, given, on=on)) for catalog in catalogs)
    for one in asked:
        for clash in one.applied.contradictions:
            words = clash_words(clash.fact, clash.given, clash.because, one.catalog)
            raise InputError(f"{words}; correct one of them")
    return asked


def fitting(asked: Sequence[Consulted], given: CaseFacts, *, on: str) -> tuple[Consulted, ...]:
    """The packs that speak of the patient, the most urgent first; where none does, the nearest one.

    A pack speaks of those whom it is for, and of whoever the facts show to be in an emergency.
    """
    speaking = [one for one in asked if one.is_for or one.urgency == 0] or [_nearest(asked)]
    return tuple(Consulted(one.catalog, apply(one.catalog, given, on=on)) for one in in_precedence(speaking))


def _nearest(asked: Sequence[Consulted]) -> Consulted:
    """The first pack that says why it leaves the patient out; else one that may be for them, or the first."""
    saying_why = (one for one in asked if one.applied.excluded)
    perhaps = (one for one in asked if len(one.applied.out_of_population) < len(one.applied.pack.populations))
    return next(chain(saying_why, perhaps), asked[0])


def in_precedence(speaking: Sequence[Consulted]) -> tuple[Consulted, ...]:
    """The packs that speak of a patient, the one that leads first.

    Emergencies come first, and among them the packs that are for emergencies. Then warnings, then the packs
    that are nearest, whose rules look at most of what is told. A pack comes after those that are for the
    patient and to which it yields, and one that leaves the patient out last.
    """
    if len(speaking) < 2:
        return tuple(speaking)
    present = {one.applied.pack.id for one in speaking if one.is_for and not one.is_left_out}

    def precedence(one: Consulted) -> tuple[bool, bool, bool, int, bool, int]:
        pack, is_urgent = one.applied.pack, one.urgency < len(URGENCY)
        return (
            one.urgency > 0,
            one.is_left_out,
            one.urgency > 0 and not present.isdisjoint(pack.yields_to),
            one.urgency,
            not (is_urgent and pack.emergencies),
            -len(_looked_at(one)),
        )

    return tuple(sorted(speaking, key=precedence))


def _looked_at(one: Consulted) -> frozenset[str]:
    """The facts told that the pack's rules look at."""
    pack = one.applied.pack
    rules = [population.when for population in pack.populations]
    rules += [reason.when for disposition in pack.dispositions for reason in disposition.reasons]
    rules += [each.applies_when for each in pack.statements if each.applies_when is not None]
    naming = Circumstances({}, pack.criteria, {})
    told = {fact.id for fact in one.applied.facts if fact.origin != "derived"}
    return frozenset(leaf.fact for rule in rules for leaf in leaves(rule, naming)) & told


def application_of(
    asked: Sequence[Consulted],
    speaking: Sequence[Consulted],
    doubts: tuple[str, ...],
    audience: Audience,
    made: Provenance,
    *,
    on: str,
) -> Application:
    """What the packs say of a patient, in the reader's words; the references are not numbered yet.

    asked: every pack; speaking: those that speak, the one that leads first. on: an ISO date.
    """
    parts: list[Part] = []
    for one in speaking:
        part = untold(part_of(one, asked, speaking, audience, on=on), parts)
        if not parts or says_something(part):
            parts.append(part)
    catalogs = {one.applied.pack.id: one.catalog for one in speaking}
    return Application(
        audience=audience,
        understood=tuple(_understood(asked, speaking)),
        doubts=doubts,
        parts=tuple(parts),
        missing=merged_missing(parts, catalogs, doubts),
        references=(),
        disclaimer=DISCLAIMER[audience],
        provenance=made,
    )


def _understood(asked: Sequence[Consulted], speaking: Sequence[Consulted]) -> Iterator[UnderstoodFact]:
    """What was told, each fact once, whichever pack knows it; and what follows, by the packs that speak."""
    shown: dict[str, UnderstoodFact] = {}
    for one in speaking:
        shown = {fact.id: fact for fact in patient.understood(one.applied, one.catalog)} | shown
    for one in asked:
        told = (fact for fact in patient.understood(one.applied, one.catalog) if fact.origin != "derived")
        shown = {fact.id: fact for fact in told} | shown
    order = dict.fromkeys(fact for one in (*speaking, *asked) for fact in one.catalog.facts)
    yield from (shown[fact] for fact in order if fact in shown)


def clash_words(fact: str, given: str, because: Sequence[str], catalog: Catalog) -> str:
    """A fact that others rule out, in words."""
    others = ", ".join(catalog.facts[one].label.lower() for one in because)
    return f"{catalog.facts[fact].label}: {given} contradicts what is said of {others}"
