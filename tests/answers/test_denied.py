"""What a recommendation against something is against, read from its form."""

import pytest

from citewell.answers.library.denied import denied_in
from citewell.text.tokens import content_words


@pytest.mark.parametrize(
    ("recommendation", "things"),
    [
        ("Do not offer leeches for the treatment of knee pain.", "leeches"),
        ("Do not offer the lamp therapy (LT) to people with warts.", "lamp lt"),
        ("The routine use of leeches in patients with warts is not recommended (Grade B).", "leeches"),
        ("The panel suggests against treatment with tonics over no treatment.", "tonics treatment"),
        ("We recommend against performing screening wart inspection in adults.", "wart inspection"),
        ("The group suggests that clinicians do not use leeches for warts.", "leeches"),
        ("Leeches and tonics should not be used for warts.", "leeches tonics"),
        ("In adults at risk of warts, the use of tonics is not suggested for prevention.", "tonics"),
        ("Clinicians should not administer systemic tonics to infants with warts.", "tonics"),
        ("Avoid foam collars for neck pain because they chafe.", "foam collars"),
        ("After the operation, a scan should be avoided.", "scan"),
        (
            "The society recommends that wart inspection, with or without a lamp, not be done.",
            "wart inspection",
        ),
        ("The board suggests that physicians not use leeches for warts.", "leeches"),
        ("Offer leeches to adults with warts.", ""),
    ],
)
def test_what_is_advised_against_is_told_from_whom_and_why(recommendation, things):
    assert denied_in(recommendation) == content_words(things) - content_words("treatment")


def test_a_hostile_line_costs_no_more_than_a_long_sentence():
    assert denied_in("do not " * 50_000) == denied_in("do not " * 100)
