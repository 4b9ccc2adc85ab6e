"""A misspelt drug that is near to several is offered as each of them."""

from dataclasses import replace

import pytest

from citewell.answers.library.drug_choices import with_each_drug
from citewell.model.shelves import NOTHING_GATHERED


@pytest.mark.parametrize(
    ("text", "undecided", "choices"),
    [
        ("samplix for gout?", (("samplix", ("samplin", "samplit")),),
         ("samplin for gout?", "samplit for gout?")),
        ("samplix, samplixes", (("samplix", ("samplin",)),), ("samplin, samplixes",)),
        ("gout", (), ()),
        ("samplix", (("samplix", ("a", "b", "c", "d", "e")),), ("a", "b", "c", "d")),
    ],
)  # fmt: skip
def test_the_question_is_offered_with_each_drug_in_its_place(text, undecided, choices):
    assert with_each_drug(text, replace(NOTHING_GATHERED, undecided=undecided)) == choices
