"""The packs applied to one patient, without a question."""

from collections.abc import Sequence

from citewell.answers import patient
from citewell.answers.claims import claim_of
from citewell.answers.wording import CAUTION, DISCLAIMER, worded
from citewell.errors import InputError
from citewell.guidelines.apply import apply
from citewell.guidelines.logic import circumstances, leaves
from citewell.model.answers import Application, Audience, MissingFact, Provenance
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactType


def fitting(given: CaseFacts, catalogs: Sequence[Catalog], *, on: str) -> tuple[Catalog, Applied]:
    """The first pack whose population the patient belongs to, else the first pack, applied on an ISO date.

    Raises InputError where facts contradict each other.
    """
    all_applied = [(catalog, apply(catalog, given, on=on)) for catalog in catalogs]
    in_population = [one for one in all_applied if one[1].in_population]
    catalog, applied = (in_population or all_applied)[0]
    for clash in applied.contradictions:
        words = clash_words(clash.fact, clash.given, clash.because, catalog)
        raise InputError(f"{words}; correct one of them")
    return catalog, applied


def application_of(
    catalog: Catalog,
    applied: Applied,
    doubts: tuple[str, ...],
    audience: Audience,
    made: Provenance,
    *,
    on: str,
) -> Application:
    """A pack applied to a patient, in the reader's words; its references are not numbered yet. on: a date."""
    return Application(
        pack=catalog.pack.id,
        audience=audience,
        understood=patient.understood(applied, catalog),
        doubts=doubts,
        excluded=_outside(applied, audience),
        disposition=patient.disposition(applied, catalog, audience)
        if _is_disposed(applied, catalog, on=on)
        else None,
        recommendations=tuple(claim_of(s, catalog, audience, applied) for s in catalog.recommendations),
        verdicts=tuple(applied.verdicts[s.id] for s in catalog.recommendations),
        missing=_doubted_first(patient.missing(applied, catalog, audience), doubts),
        scores=patient.scores(applied, catalog, audience),
        references=(),
        status=catalog.pack.status.value,
        caution=CAUTION[catalog.pack.status],
        disclaimer=DISCLAIMER[audience],
        provenance=made,
    )


# Said where no exclusion of the pack says more. Of the pack alone, so that it cites nothing.
_NOT_PLACED = {
    True: "From the facts given it is not clear that this guidance is meant for you.",
    False: "The facts given do not show that the patient is one of those whom this pack is for.",
}


def _outside(applied: Applied, audience: Audience) -> tuple[str, ...]:
    """Why the pack is not, or not known to be, for this patient."""
    if applied.excluded:
        return tuple(worded(each.wording, audience) for each in applied.excluded)
    return () if applied.in_population else (_NOT_PLACED[audience is Audience.PATIENT],)


def _is_disposed(applied: Applied, catalog: Catalog, *, on: str) -> bool:
    """Whether it can be said where the patient should go: an emergency, always.

    What remains when no reason holds ("conservative care") is no advice for those whom the pack is not for,
    nor for somebody of whom nothing is known that its reasons look at ("40 M, chest pain"); a number, which
    everybody has, places nobody.
    """
    if applied.disposition is not None and applied.disposition.because:
        return True
    known = circumstances(applied.pack, applied.facts, on=on)
    reasons = [reason.when for each in applied.pack.dispositions for reason in each.reasons]
    looked_at = {leaf.fact for when in reasons for leaf in leaves(when, known)}
    told = {fact.id for fact in applied.facts if catalog.facts[fact.id].type is not FactType.NUMBER}
    return bool(applied.in_population or looked_at & told) and not applied.excluded


def _doubted_first(missing: Sequence[MissingFact], doubts: Sequence[str]) -> tuple[MissingFact, ...]:
    """What was said and could not be used is asked before what was never said."""
    said = " ".join(doubts).casefold()
    return tuple(sorted(missing, key=lambda fact: fact.label.casefold() not in said))


def clash_words(fact: str, given: str, because: Sequence[str], catalog: Catalog) -> str:
    """A fact that others rule out, in words."""
    others = ", ".join(catalog.facts[one].label.lower() for one in because)
    return f"{catalog.facts[fact].label}: {given} contradicts what is said of {others}"
