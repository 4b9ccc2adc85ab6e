"""How a question was read is told in its own words."""

from citewell.answers.formats.pico import pico_rows
from citewell.model.answers import Audience
from citewell.model.pico import NO_PICO, Phrase, Pico, Population

QUESTION = "Does calcitonin help an old\nwoman with a wedge fracture?"
PICO = Pico(
    population=Population(phrases=(Phrase("aged", 24, 27), Phrase("female", 28, 33))),
    interventions=(Phrase("calcitonin", 5, 15),),
    conditions=(Phrase("wedge-fracture", 41, 55), Phrase("wedge-fracture", 41, 55)),
    # What was taken over from a question before stands nowhere in this one.
    outcomes=(Phrase("back-pain", len(QUESTION), len(QUESTION)),),
)


def test_each_part_has_the_words_of_the_question_once() -> None:
    assert pico_rows(QUESTION, PICO, Audience.CLINICIAN) == (
        ("Population", "old, woman"),
        ("Condition", "wedge fracture"),
        ("Intervention", "calcitonin"),
        ("Outcome", "back pain"),
    )


def test_a_patient_reads_plain_names() -> None:
    names = [name for name, _ in pico_rows(QUESTION, PICO, Audience.PATIENT)]
    assert names == ["Who", "Condition", "Treatment or test", "What it is for"]


def test_what_was_not_read_is_not_told() -> None:
    assert pico_rows(QUESTION, NO_PICO, Audience.CLINICIAN) == ()
