"""A pack speaks where its own subject is named, not for a risk, an age or a scan that others share."""

import pytest

from citewell.engine import Engine


@pytest.mark.parametrize(
    "question",
    [
        "How do I treat asthma in pregnancy?",
        "Is she too old for a lung scan for cancer after smoking?",
        "Sore shoulder of a warehouse worker, no red flags: which scan?",
        "How many microbleeds on MRI before the infusion?",
    ],
)
def test_a_pack_leaves_other_subjects_alone(engine: Engine, question: str) -> None:
    assert engine.answer(question).abstained


@pytest.mark.parametrize(
    "question",
    [
        "Vertebral fracture in pregnancy?",
        "red flags in back pain",
        "calcitonin for 4 weeks?",
        "Antibiotics in suspected vertebral osteomyelitis",
        "MRI or CT?",
    ],
)
def test_a_pack_answers_on_its_own_subject(engine: Engine, question: str) -> None:
    assert not engine.answer(question).abstained
