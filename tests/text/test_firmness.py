"""How firmly a text advises, by its words."""

import pytest

from citewell.text.firmness import firm_words, grades_named, open_words


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("no type is better (grade C).", {"c"}),
        ("This is grade A.", {"a"}),
        ("an option (Weak) for a fracture", {"weak"}),
        ("It strongly recommends exercise.", {"strong"}),
        ("a conditional recommendation on low-quality evidence", {"conditional", "low"}),
        ("Class IIa, level B", {"iia", "b"}),
        ("a broken bone from weak bones, with low back pain", set()),
        ("a fracture at level T12; pain at level 3.5", set()),
        ("a strong painkiller", set()),
    ],
)
def test_grades_are_read_where_a_text_grades(text: str, grades: set[str]) -> None:
    assert grades_named(text) == grades


def test_what_is_required_is_told_from_what_is_left_open() -> None:
    assert firm_words("Bracing should be considered; it must fit.") == ("should", "must")
    assert open_words("Bracing may be considered.") == ("may", "considered")
