"""What each mode of an installation permits, in one place: the engine refuses, whatever a page offers.

*Reference look-up* takes no patient data in: what a question's words tell of a person is set aside.
*Patient-specific support* applies guidance to a patient's facts, for professionals. Why they are kept apart:
docs/explanation/two-modes.md.
"""

from collections.abc import Mapping
from dataclasses import replace

from citewell.config import Mode
from citewell.errors import Forbidden
from citewell.guidelines.apply import apply
from citewell.model.answers import Audience
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition

_WHY = "this installation looks up guidance and takes no facts of a patient"
_CRITICAL = "critical"
_SWITCH = "CITEWELL_MODE=patient-specific, where professionals are supported with a patient's case"


def supports_patients(mode: Mode, audience: Audience) -> bool:
    """Whether guidance is applied to a patient for this reader."""
    return mode is Mode.PATIENT_SPECIFIC and audience is not Audience.PATIENT


def check_supports_patients(mode: Mode, audience: Audience) -> None:
    """Raises Forbidden where guidance is not applied to a patient for this reader."""
    if mode is Mode.REFERENCE:
        raise Forbidden(_WHY, hint=_SWITCH)
    if not supports_patients(mode, audience):
        raise Forbidden(
            "guidance is applied to a patient for professionals only",
            hint="ask a question: it is answered in plain words; what it means for you, ask your care team",
        )


def check_takes_facts(mode: Mode, facts: Mapping[str, str]) -> None:
    """Raises Forbidden for facts given where none are taken in."""
    if facts and mode is Mode.REFERENCE:
        raise Forbidden(_WHY, hint=f"ask without facts, or {_SWITCH}")


def parted(facts: CaseFacts, definitions: Mapping[str, FactDefinition]) -> tuple[CaseFacts, CaseFacts]:
    """The facts that look-up uses, since they only name a kind of case ("an L2 fracture"), and the rest."""
    used = tuple(fact for fact in facts if definitions[fact.id].general)
    return CaseFacts(used), facts.without(frozenset(fact.id for fact in used))


def looked_up(applied: Applied, aside: CaseFacts, catalog: Catalog, *, on: str) -> Applied:
    """A pack applied to a kind of case, as look-up shows it: nothing is asked of a patient.

    aside: what the words tell of a person. Of that only an emergency leads the answer, in the pack's general
    words: nobody who types its signs goes without. on: an ISO date.
    """
    shown = applied.disposition
    if aside.facts:
        given = CaseFacts(tuple(fact for fact in applied.facts if fact.origin != "derived"))
        warned = apply(catalog, given.updated_with(aside), on=on, what_if=False).disposition
        if warned is not None and warned.because and warned.disposition.severity == _CRITICAL:
            shown = warned
    return replace(applied, disposition=shown, missing=())


def told_of_setting_aside(aside: CaseFacts, definitions: Mapping[str, FactDefinition]) -> tuple[str, ...]:
    """That what was told of a person was not used, as a doubt; none where nothing was told."""
    labels = ", ".join(definitions[fact.id].label for fact in aside)
    return (f"{_WHY[0].upper()}{_WHY[1:]}. Not used: {labels}.",) if labels else ()
