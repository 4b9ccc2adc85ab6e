"""Tables of appropriateness ratings: the variant that the question tells of, and its best rated rows."""

from dataclasses import replace

import pytest

from citewell.answers.library.rated import by_variant, is_rating, nearest_variants, variant_of
from citewell.model.answers import Context, Question
from citewell.model.pico import Phrase, Pico, Population
from library_builders import document_of, found_of, lines_of

YOUNG = "Variant 1: Cyclical pain. Age <40. Initial examination."
OLDER = "Variant 2: Cyclical pain. Age ≥40. Initial examination."
LATER = "Variant 3: Pain. Radiographs negative. Next study."
PREGNANT = "Variant 4: Pain. Pregnant patient."


def row(variant: str, procedure: str, rating: int, score: float = 10.0):
    document = document_of("g", f"{procedure}\t{rating}")
    (quotation,) = lines_of(document)
    found = found_of(document.passages[0], system="acr-appropriateness", label=str(rating))
    return replace(quotation, context=(Context(variant, 0, 0),), found=found, score=score)


def first(question: Question, *rows):
    return max(by_variant(rows, question), key=lambda one: one.score)


def aged(text: str, years: float) -> Question:
    return Question(text=text, pico=Pico(population=Population(age=(years, years))))


@pytest.mark.parametrize(("years", "variant"), [(33, YOUNG), (52, OLDER)])
def test_a_variant_for_people_of_another_age_comes_later(years, variant):
    asked = aged("Sore breasts before every period. Which scan?", years)
    rows = [row(YOUNG, "Ultrasound", 8), row(OLDER, "Mammography", 8)]
    assert variant_of(first(asked, *rows)) == variant


@pytest.mark.parametrize(
    ("asked", "variant"),
    [("Pain. Which scan first?", YOUNG), ("Pain, radiographs negative. Which scan next?", LATER)],
)
def test_what_was_done_before_tells_the_variant(asked, variant):
    rows = [row(YOUNG, "Radiography", 9), row(LATER, "MRI", 9)]
    assert variant_of(first(Question(text=asked), *rows)) == variant


def test_a_variant_of_pregnancy_is_for_the_pregnant():
    rows = [row(PREGNANT, "Ultrasound", 9), row(YOUNG, "Radiography", 9)]
    assert variant_of(first(Question(text="Pain. Which scan?"), *rows)) == YOUNG


def test_the_best_rated_row_comes_first_unless_another_is_asked_about():
    rows = [row(YOUNG, "Ultrasound", 8), row(YOUNG, "Mammography", 2), row(YOUNG, "MRI", 5)]
    assert first(Question(text="Which scan?"), *rows).text.startswith("Ultrasound")
    about = Pico(interventions=(Phrase("mammography", 7, 18),))
    assert first(Question(text="Should mammography be done?", pico=about), *rows).text.startswith(
        "Mammography"
    )


def test_rows_of_the_variant_that_is_nearest_as_a_whole_are_worth_most():
    rows = [row(YOUNG, "A", 9, 0.6), row(YOUNG, "B", 1, 0.4), row(LATER, "C", 9, 0.3)]
    found = list(nearest_variants(rows, best=20.0))
    assert [round(one.score, 2) for one in found] == [20.0, 20.0, 16.0]


def test_what_is_no_rating_keeps_its_score():
    (plain,) = lines_of(document_of("g", "Offer an ultrasound scan."))
    assert not is_rating(plain.found)
    assert list(by_variant([plain], Question(text="Which scan?"))) == [plain]
