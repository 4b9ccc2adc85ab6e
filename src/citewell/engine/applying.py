"""The packs applied to one patient, without a question."""

from collections.abc import Sequence

from citewell.answers import patient
from citewell.answers.claims import claim_of
from citewell.answers.wording import CAUTION, DISCLAIMER, worded
from citewell.errors import InputError
from citewell.guidelines.apply import apply
from citewell.model.answers import Application, Audience, MissingFact, Provenance
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog


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
    catalog: Catalog, applied: Applied, doubts: tuple[str, ...], audience: Audience, made: Provenance
) -> Application:
    """A pack applied to a patient, in the reader's words; its references are not numbered yet."""
    return Application(
        audience=audience,
        understood=patient.understood(applied, catalog),
        doubts=doubts,
        excluded=tuple(worded(e.wording, audience) for e in applied.excluded),
        disposition=patient.disposition(applied, catalog, audience),
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


def _doubted_first(missing: Sequence[MissingFact], doubts: Sequence[str]) -> tuple[MissingFact, ...]:
    """What was said and could not be used is asked before what was never said."""
    said = " ".join(doubts).casefold()
    return tuple(sorted(missing, key=lambda fact: fact.label.casefold() not in said))


def clash_words(fact: str, given: str, because: Sequence[str], catalog: Catalog) -> str:
    """A fact that others rule out, in words."""
    others = ", ".join(catalog.facts[one].label.lower() for one in because)
    return f"{catalog.facts[fact].label}: {given} contradicts what is said of {others}"
