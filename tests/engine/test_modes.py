"""In look-up nothing of a patient is taken in, whoever brings it; a patient's case is for professionals."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from citewell.config import Mode, Settings, settings_from
from citewell.engine import Engine
from citewell.errors import Forbidden, InputError
from citewell.model.answers import Answer, Audience
from citewell.model.conversation import ASSUMED

TODAY = "2026-11-20"
PATIENT = "72F with an L2 compression fracture and an eGFR of 28: calcitonin?"
SADDLE = "Can I take ibuprofen for my back? Also I cannot feel the saddle area."


@pytest.fixture(scope="module")
def look_up(settings: Settings) -> Engine:
    return Engine.open(replace(settings, mode=Mode.REFERENCE), today=TODAY)


def told(answer: Answer) -> set[str]:
    return {fact.id for fact in answer.understood}


def test_what_a_question_tells_of_a_person_is_set_aside_and_said_so(look_up: Engine) -> None:
    answer = look_up.answer(PATIENT)
    assert told(answer) == {"sex", "level", "region"}
    assert answer.missing == ()
    assert any("Not used: Age, eGFR" in doubt for doubt in answer.doubts)


def test_the_same_words_tell_of_the_patient_where_a_case_is_supported(engine: Engine) -> None:
    assert {"age", "egfr"} <= told(engine.answer(PATIENT))


def test_an_answer_of_look_up_is_not_taken_for_one_that_knew_the_patient(
    engine: Engine, look_up: Engine
) -> None:
    fingerprints = {each.answer(PATIENT).provenance.fingerprint for each in (engine, look_up)}
    assert len(fingerprints) == 2


def test_a_question_about_guidance_is_answered_the_same(engine: Engine, look_up: Engine) -> None:
    asked = "What is the treatment for an L2 compression fracture?"
    claims = [each.answer(asked).bottom_line for each in (engine, look_up)]
    assert claims[0] == claims[1]


@pytest.mark.parametrize("audience", Audience)
def test_the_signs_of_an_emergency_still_lead_the_answer(look_up: Engine, audience: Audience) -> None:
    answer = look_up.answer(SADDLE, audience=audience)
    assert answer.disposition is None
    assert answer.bottom_line[0].id == "disposition:emergency-now"
    assert all(claim.citations for claim in answer.bottom_line)


def test_a_follow_up_takes_nothing_of_a_person_over(look_up: Engine) -> None:
    first = look_up.answer("Brace for a 72-year-old with an L2 compression fracture?")
    second = look_up.answer("And at the age of 80?", after=first.provenance.fingerprint)
    assert "age" not in told(second)
    assert second.changed == ()
    assert not any(fact.origin == ASSUMED for fact in second.understood)


@pytest.mark.parametrize(
    "act",
    [
        lambda engine: engine.answer("Is a brace recommended?", facts={"age": "72"}),
        lambda engine: engine.apply("78 F, L1 fracture"),
        lambda engine: engine.apply(facts={"age": "78"}),
    ],
)
def test_facts_given_to_look_up_are_refused(look_up: Engine, act: Callable[[Engine], object]) -> None:
    with pytest.raises(Forbidden, match="takes no facts of a patient"):
        act(look_up)


def test_an_answer_of_look_up_is_reproduced(look_up: Engine) -> None:
    answer = look_up.answer(PATIENT)
    assert look_up.replay(answer.provenance.fingerprint).same


def test_a_patients_case_is_not_supported_for_patients(engine: Engine) -> None:
    with pytest.raises(Forbidden, match="for professionals only"):
        engine.apply("78 F, L1 fracture", audience=Audience.PATIENT)


@pytest.mark.parametrize("audience", [Audience.CLINICIAN, Audience.STUDENT])
def test_a_patients_case_is_supported_for_professionals(engine: Engine, audience: Audience) -> None:
    assert engine.apply("78 F, L1 fracture", audience=audience).audience is audience


@pytest.mark.parametrize(
    ("word", "mode"),
    [("", Mode.PATIENT_SPECIFIC), ("reference", Mode.REFERENCE), ("Patient-Specific", Mode.PATIENT_SPECIFIC)],
)
def test_the_mode_is_set_by_the_environment(word: str, mode: Mode) -> None:
    assert settings_from({"CITEWELL_MODE": word}).mode is mode


def test_a_mode_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="CITEWELL_MODE is reference or patient-specific, not 'lookup'"):
        settings_from({"CITEWELL_MODE": "lookup"})
