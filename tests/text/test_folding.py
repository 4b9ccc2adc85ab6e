import pytest

from citewell.text.folding import other_spellings, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anaemia", "anemia"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("tumour", "tumor"),
        ("paediatric", "pediatric"),
        ("coeliac", "celiac"),
        ("immunisation", "immunization"),
        ("oesophagus", "esophagus"),
    ],
)
def test_each_spelling_gives_the_other(one, other):
    assert other in other_spellings(one)
    assert one in other_spellings(other)


def test_tokens_are_as_typed_without_contracted_verbs():
    assert tokens("I won't: CD8+ cells, it's 72yo’s") == ("I", "CD8", "cells", "it", "72yo")
