"""A search by words and by meaning, with encoders whose meanings are set by hand."""

import random
import sys
from heapq import nlargest
from importlib.util import find_spec

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citewell.model.library import SearchFilter
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.fusion import DESCRIPTIVE, DOCUMENT, MEANING, RECOMMENDATION
from citewell.retrieval.graph import write_graph
from citewell.retrieval.index import build, open_index
from citewell.retrieval.lexical import of_all, scored, weighted
from citewell.retrieval.meaning import meaning_of
from citewell.retrieval.query import read
from citewell.retrieval.schema import WORDS, place
from citewell.retrieval.search import DOCUMENT_FIELDS, PASSAGE_FIELDS, best_of_the_best, search
from citewell.retrieval.sections import clinical_passages, recommended_passages
from citewell.retrieval.units import units
from fake_encoders import MeaningsEncoder, WordsEncoder

from .conftest import guideline

pytest.importorskip("numpy", reason="vectors are searched with pip install 'citewell[semantic]'")

ENCODER = MeaningsEncoder(
    "quinine tonic", "cramps spasms", "teeth molar dental", "extraction pulled", "malaria"
)
CRAMPS = guideline(
    "cramps",
    "Cramps of the leg at night",
    ["Quinine is not advised for cramps.", "Stretching before sleep may help."],
    recommended=(0,),
    year=2010,
)
TEETH = guideline(
    "teeth",
    "Dental surgery",
    ["Bleeding after extraction: bite on gauze.", "Rinse with salt."],
    recommended=(0,),
    year=2018,
    body="College of Surgeons",
)
MALARIA = guideline("malaria", "Malaria", ["Artesunate in malaria.", "Quinine in malaria."], year=2016)
LIBRARY = (CRAMPS, TEETH, MALARIA)
NO_WORD_SHARED = "tonic against calf spasms"
WORDS_SHARED = "molar pulled: gauze or quinine?"


def indexed(folder, documents=LIBRARY, encoder=ENCODER):
    with Encoded(folder.with_name(f"{folder.name}-kept"), encoder) as encoded:
        build(iter(documents), folder, encoded=encoded)
    return open_index(folder)


def bytes_of(result):
    return msgspec.json.encode(result)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return indexed(tmp_path_factory.mktemp("meaning") / "index")


@pytest.mark.parametrize(
    ("text", "document", "passage"),
    [(NO_WORD_SHARED, "cramps", 0), ("molar pulled yesterday", "teeth", 0)],
)
def test_what_shares_no_word_with_the_question_is_found_by_meaning(index, text, document, passage):
    assert not search(index, text).documents
    found = search(index, text, encoder=ENCODER)
    assert found.documents[0].document == document
    assert (found.passages[0].document, found.passages[0].passage) == (document, passage)
    assert found.nearness == pytest.approx(found.documents[0].nearness)


def test_the_cosine_is_that_of_the_vectors(index):
    best = search(index, NO_WORD_SHARED, encoder=ENCODER).passages[0]
    # Quinine once, cramps twice with the title; the question has one of each.
    assert best.nearness == pytest.approx(3 / (5**0.5 * 2**0.5), abs=0.01)


@pytest.mark.parametrize(
    ("only", "documents"),
    [
        (SearchFilter(year_from=2015), {"teeth", "malaria"}),
        (SearchFilter(year_to=2010), {"cramps"}),
        (SearchFilter(body="college of surgeons"), {"teeth"}),
        (SearchFilter(type="Trial"), set()),
    ],
)
@pytest.mark.parametrize("text", [NO_WORD_SHARED, WORDS_SHARED])
def test_a_filter_holds_for_what_is_found_by_meaning(index, text, only, documents):
    found = search(index, text, only=only, encoder=ENCODER)
    assert {hit.document for hit in found.documents} == documents
    assert {hit.document for hit in found.passages} <= documents


def test_a_filter_does_not_hide_what_many_outside_it_are_nearer_than(tmp_path):
    nearer = [
        guideline(f"n{n:03}", "Cramps", [f"Quinine in cramps {n}."], year=2010, recommended=(0,))
        for n in range(150)
    ]
    index = indexed(tmp_path / "index", [*nearer, TEETH, MALARIA])
    found = search(index, NO_WORD_SHARED, only=SearchFilter(year_from=2015), documents=1, encoder=ENCODER)
    assert [hit.document for hit in found.documents] == ["malaria"]


def test_a_filter_changes_no_score_of_meaning(index):
    every = {hit.document: hit.score for hit in search(index, WORDS_SHARED, encoder=ENCODER).documents}
    some = search(index, WORDS_SHARED, only=SearchFilter(year_from=2015), encoder=ENCODER).documents
    assert {hit.document: hit.score for hit in some} == {
        document: score for document, score in every.items() if document != "cramps"
    }


@pytest.mark.parametrize(
    "encoder",
    [None, MeaningsEncoder("quinine tonic", name="another"), WordsEncoder()],
    ids=["no encoder", "other meanings", "other dimensions"],
)
@pytest.mark.parametrize("text", [NO_WORD_SHARED, WORDS_SHARED, "", "quinine"])
def test_without_the_encoder_of_the_vectors_it_is_a_search_by_words_alone(index, tmp_path, text, encoder):
    build(iter(LIBRARY), tmp_path)
    bare = open_index(tmp_path)
    assert bytes_of(search(index, text, encoder=encoder)) == bytes_of(search(bare, text))
    assert search(bare, text, encoder=ENCODER) == search(bare, text)


def test_without_numpy_it_is_a_search_by_words_alone(index, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    again = open_index(index.folder.parent)
    assert bytes_of(search(again, WORDS_SHARED, encoder=ENCODER)) == bytes_of(search(index, WORDS_SHARED))


@pytest.mark.parametrize("text", [NO_WORD_SHARED, WORDS_SHARED, "quinine in malaria"])
def test_a_score_is_the_sum_of_its_shares(index, text):
    found = search(index, text, encoder=ENCODER)
    for hit in (*found.documents, *found.passages):
        assert hit.score == pytest.approx(sum(share for _, share in hit.shares), abs=1e-3)
        assert ("meaning" in dict(hit.shares)) == (hit.nearness != 0)


@pytest.mark.parametrize("text", [NO_WORD_SHARED, "cramps"])
def test_what_is_equally_near_stands_in_the_order_of_ids(tmp_path, text):
    twins = [guideline(name, "Cramps", ["Quinine in cramps.", "Quinine in cramps."]) for name in "cab"]
    found = search(indexed(tmp_path / "index", twins), text, encoder=ENCODER)
    assert [hit.document for hit in found.documents] == ["a", "b", "c"]
    assert [(hit.document, hit.passage) for hit in found.passages] == [(d, n) for d in "abc" for n in (0, 1)]


def test_the_order_of_ingesting_changes_nothing(tmp_path):
    there, back = indexed(tmp_path / "there"), indexed(tmp_path / "back", LIBRARY[::-1])
    assert there.fingerprint == back.fingerprint
    for text in (NO_WORD_SHARED, WORDS_SHARED):
        one, other = (search(index, text, encoder=ENCODER) for index in (there, back))
        assert bytes_of(one) == bytes_of(other)


def test_the_best_documents_are_looked_into_by_meaning(index):
    query, meaning = read(NO_WORD_SHARED, index), meaning_of(NO_WORD_SHARED, index, ENCODER)
    found = best_of_the_best(index, query, documents=1, each=1, meaning=meaning)
    assert [hit.document for hit in found.documents] == ["cramps"]
    assert [(hit.document, hit.passage) for hit in found.passages] == [("cramps", 0)]


VOCABULARY = [f"w{n}" for n in range(30)]
DRAWN = MeaningsEncoder(
    *(f"{one} {other}" for one, other in zip(VOCABULARY[::2], VOCABULARY[1::2], strict=True))
)


def drawn_library(count, *, seed=4):
    """Documents of chance words, in which some passages recommend and some only describe."""
    chance = random.Random(seed)
    return [
        guideline(
            f"d{n:02}",
            " ".join(chance.choices(VOCABULARY, k=3)),
            [" ".join(chance.choices(VOCABULARY, k=chance.randint(3, 12))) for _ in range(6)],
            sections={5: "Target Population"},
            recommended=chance.sample(range(5), chance.randint(0, 2)),
            conditions=chance.choices(VOCABULARY, k=1),
        )
        for n in range(count)
    ]


DOCUMENTS = drawn_library(20)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return indexed(tmp_path_factory.mktemp("drawn") / "index", DOCUMENTS, DRAWN)


def cosine(text, unit):
    one, other = DRAWN.question(text), DRAWN.question(unit.text)
    return sum(a * b for a, b in zip(one, other, strict=True)) / 127**2


def by_words(collection, terms, fields, field, numbers):
    hits = scored(collection, terms, fields=fields, among=(field, numbers))
    return dict(
        zip(collection.numbers(field, [at for _, at in hits]), [score for score, _ in hits], strict=True)
    )


def worth_of_all(index, text):
    """What each document is worth, and each passage that has a word of the question or a vector."""
    terms = read(text, index).terms
    whole = weighted(index.documents, terms, field=WORDS)
    words = by_words(index.documents, whole, DOCUMENT_FIELDS, "document", range(len(DOCUMENTS)))
    own = weighted(index.passages, terms, field="own")
    scale = MEANING * (of_all(index.documents, whole, field=WORDS) or 1.0)
    documents, passages = {}, {}
    for number, document in enumerate(DOCUMENTS):
        near = {unit.first: cosine(text, unit) for unit in units(document)}
        best = nlargest(3, near.values())
        worth = words[number] + scale * sum(best) / len(best)
        documents[document.source.id] = worth
        there = [passage.n for passage in clinical_passages(document)]
        found = by_words(index.passages, own, PASSAGE_FIELDS, "place", [place(number, n) for n in there])
        for n in [n for n in there if n in near or found[place(number, n)]]:
            base = found[place(number, n)] + scale * near.get(n, 0.0)
            sort = 1 + RECOMMENDATION * (n in recommended_passages(document)) - DESCRIPTIVE * (n == 5)
            passages[document.source.id, n] = base * sort + DOCUMENT * worth
    return documents, passages


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6).map(" ".join))
def test_the_order_is_that_of_looking_at_everything(drawn, text):
    documents, passages = worth_of_all(drawn, text)
    found = search(drawn, text, encoder=DRAWN)
    worth = {hit.document: hit.score for hit in found.documents}
    assert worth == pytest.approx(documents, abs=0.02)
    assert list(worth) == sorted(worth, key=lambda one: (-worth[one], one))
    shown = {(hit.document, hit.passage): hit.score for hit in found.passages}
    assert shown == pytest.approx(passages, abs=0.02)
    assert list(shown) == sorted(shown, key=lambda where: (-shown[where], where))


@pytest.mark.skipif(find_spec("usearch") is None, reason="usearch is not installed")
@pytest.mark.parametrize("text", ["w1 w8", "w3", "w20 w21 w5"])
def test_an_approximate_search_has_the_shape_of_an_exact_one(drawn, tmp_path, text):
    near = indexed(tmp_path / "index", DOCUMENTS, DRAWN)
    write_graph(near.folder / "vectors", exact_up_to=10)
    assert (near.folder / "vectors" / "near.usearch").is_file()
    exact, approximate = (search(index, text, encoder=DRAWN) for index in (drawn, near))
    assert bytes_of(exact) == bytes_of(approximate)
