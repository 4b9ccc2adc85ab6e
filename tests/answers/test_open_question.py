"""The whole picture is shown only of what a pack is about."""

import pytest

from citewell.engine import Engine


@pytest.mark.parametrize(
    "question",
    ["What is recommended for constipation?", "Treatment of pressure ulcers?", "How is cancer treated?"],
)
def test_what_a_pack_knows_beside_its_subject_does_not_open_its_page(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.abstained
    assert not answer.sections


@pytest.mark.parametrize(
    "question", ["What is recommended for a vertebral fracture?", "How is a sacral fracture treated?"]
)
def test_its_own_subject_opens_it(engine: Engine, question: str) -> None:
    assert engine.answer(question).sections
