"""What the words' share of a score is made of."""

from dataclasses import replace

import pytest

from citewell.retrieval.encoded import Encoded
from citewell.retrieval.explaining import explained
from citewell.retrieval.index import build, open_index
from citewell.retrieval.query import read
from citewell.retrieval.search import search
from fake_encoders import MeaningsEncoder

from .conftest import LIBRARY, guideline

ENCODER = MeaningsEncoder("coronary infarction", "sight vision")


def told(index, text, **asked):
    return explained(index, text, search(index, text, **asked))


def bare(result):
    """The result without what its scores are made of."""
    return replace(
        result,
        documents=tuple(replace(hit, shares=()) for hit in result.documents),
        passages=tuple(replace(hit, shares=()) for hit in result.passages),
    )


@pytest.mark.parametrize(
    "text", ["giant cell arteritis", "heart attack: aspirin?", "GCA biopsy", "anaemia", "zzz", ""]
)
def test_the_parts_add_up_and_nothing_else_changes(library, text):
    whole = search(library, text)
    parts = explained(library, text, whole)
    assert bare(parts) == bare(whole)
    for hit in (*parts.documents, *parts.passages):
        assert hit.score == pytest.approx(sum(share for _, share in hit.shares), abs=1e-3)


def test_other_names_are_told_apart_from_what_was_typed(library):
    hit = told(library, "heart attack").passages[0]
    assert hit.document == "heart-attack"
    assert dict(hit.shares)["other names"] > 0
    assert "words" not in dict(hit.shares)
    assert "other names" not in dict(told(library, "oxygen saturation").passages[0].shares)


def test_another_spelling_is_another_name(library):
    shares = dict(told(library, "anemia").documents[0].shares)
    assert shares.keys() == {"other names"}


def test_a_documents_fields_are_told_in_their_order(library):
    (hit, *_) = told(library, "prednisone in giant cell arteritis").documents
    assert [name for name, _ in hit.shares] == ["words", "other names", "title", "condition", "intervention"]


def test_the_words_over_a_passage_are_told_as_headings(tmp_path):
    build([guideline("one", "Gout", ["In gout flares:", "colchicine."], lead=(1,))], tmp_path)
    index = open_index(tmp_path)
    hit = next(hit for hit in told(index, "colchicine for gout").passages if hit.passage == 1)
    assert {"words", "headings"} <= dict(hit.shares).keys()


def test_meaning_stands_beside_the_words_as_it_was(tmp_path):
    pytest.importorskip("numpy", reason="vectors are searched with pip install 'citewell[semantic]'")
    with Encoded(tmp_path / "kept", ENCODER) as encoded:
        build(LIBRARY, tmp_path / "index", encoded=encoded)
    index = open_index(tmp_path / "index")
    text = "coronary saturation"
    whole, parts = search(index, text, encoder=ENCODER), told(index, text, encoder=ENCODER)
    assert bare(parts) == bare(whole)
    for before, after in zip(whole.passages, parts.passages, strict=True):
        assert dict(before.shares).get("meaning") == dict(after.shares).get("meaning")
        assert after.score == pytest.approx(sum(share for _, share in after.shares), abs=1e-3)


def test_a_query_tells_which_of_its_stems_were_typed(library):
    query = read("aspirin for a heart attack and zzz", library)
    assert query.typed == {"aspirin"}
    assert query.terms.keys() > query.typed
