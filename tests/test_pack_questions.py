"""Questions to the shipped pack whose bottom line once began with something else than what was asked."""

import pytest

from citewell.engine import Engine
from citewell.model.answers import Audience


@pytest.mark.parametrize(
    ("question", "first"),
    [
        # "Should" and "how long" are two questions here; "how long should" is one.
        ("Should she wear a brace for an L1 fracture, and for how long?", "disagreement:brace"),
        # The debate on bisphosphonates is one on pain.
        (
            "How strong is the evidence that bisphosphonates prevent another fracture?",
            "acp-2023-first-drug-women",
        ),
        # What was found of healing, if in another bone, before what is advised against fractures.
        ("Does teriparatide help a fracture heal faster?", "sacral-teriparatide-healing"),
        ("bed rest: how many days max", "disagreement:bed-rest"),
        ("how long till the pain gets better", "disagreement:natural-course"),
    ],
)
def test_the_bottom_line_begins_with_what_was_asked(engine: Engine, question: str, first: str) -> None:
    assert engine.answer(question).bottom_line[0].id == first


def test_what_is_asked_besides_and_no_source_has_is_said(engine: Engine) -> None:
    answer = engine.answer("Should she wear a brace for an L1 fracture, and for how long?")
    assert any("timing or duration of brace" in said for said in answer.incomplete)


def test_yes_is_not_said_to_another_outcome_than_the_one_asked_about(engine: Engine) -> None:
    answer = engine.answer("Does teriparatide help a fracture heal faster?")
    assert all(not claim.lead for claim in answer.bottom_line)


def test_how_to_sleep_is_no_question_on_sleeping_tablets(engine: Engine) -> None:
    answer = engine.answer("How should I sleep with a compression fracture?", audience=Audience.PATIENT)
    assert all("sleep" not in claim.text for claim in answer.bottom_line)


def test_stopping_a_drug_finds_what_happens_then(engine: Engine) -> None:
    answer = engine.answer("denosumab stopped after 3 years with a vertebral fracture, what happens?")
    assert "denosumab-rebound" in {claim.id for claim in answer.bottom_line}


def test_a_number_within_a_name_is_no_age(engine: Engine) -> None:
    question = "Copies of F508del and an L2 compression fracture: how is it treated?"
    assert "age" not in {fact.id for fact in engine.answer(question).understood}
    assert "age" in {fact.id for fact in engine.answer(question.replace("F508del", "rib, F78")).understood}
