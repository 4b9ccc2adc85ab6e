"""Whether what is recommended is for other people than the question is about."""

from dataclasses import replace

import pytest

from citewell.answers.library.choosing import choose
from citewell.answers.library.leads import led
from citewell.answers.library.peopled import others_in
from citewell.model.answers import Question
from citewell.model.pico import Pico, Population
from library_builders import document_of, gathered_of

WOMAN_OF_35 = Population(age=(35, 35), sex="female")
MAN_OF_60 = Population(age=(60, 60), sex="male")
CHILD_OF_4 = Population(age=(4, 4))
SOMEBODY = Population()


@pytest.mark.parametrize(
    ("text", "people", "others"),
    [
        ("Bronchiolitis in infants", WOMAN_OF_35, "children"),
        ("Asthma in children and adults", WOMAN_OF_35, ""),
        ("Asthma", WOMAN_OF_35, ""),
        ("Asthma in adults", CHILD_OF_4, "adults"),
        ("Hypertension in pregnancy", WOMAN_OF_35, ""),
        ("Hypertension in pregnancy", MAN_OF_60, "pregnancy"),
        ("Screening in women", MAN_OF_60, "women"),
        ("Screening in men", WOMAN_OF_35, "men"),
        ("Diabetes in non-pregnant adults", MAN_OF_60, ""),
        ("Bronchiolitis in infants", SOMEBODY, ""),
        ("Screening in women", Population(age=(0, 18)), ""),
    ],
)
def test_only_people_of_whom_the_patient_cannot_be_one_are_others(text, people, others):
    assert others_in(text, people) == others


def test_what_is_for_others_does_not_lead_and_says_whom_it_is_about():
    children, anybody = (
        document_of("c", "Offer salbutamol.", title="Asthma in children"),
        document_of("a", "Offer salbutamol inhalers.", title="Asthma"),
    )
    gathered = gathered_of(children, anybody)
    gathered = replace(gathered, quotations=tuple(replace(q, score=10.0) for q in gathered.quotations))
    question = Question(text="Asthma at 35: salbutamol?", pico=Pico(population=WOMAN_OF_35))
    first, second = led(choose(gathered, question), question, gathered)
    assert (first.text, first.because) == ("Offer salbutamol inhalers.", "")
    assert second.because == "it speaks of children"
