import pytest

from citewell.model.library import SearchFilter
from citewell.retrieval.index import build, open_index
from citewell.retrieval.query import read
from citewell.retrieval.search import best_of_the_best, search, warnings

from .conftest import LIBRARY, guideline


def first_document(library, text, **asked):
    hits = search(library, text, **asked).documents
    return hits[0].document if hits else None


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("What is the treatment of myocardial infarction?", "heart-attack"),
        ("heart attack, what now", "heart-attack"),
        ("acetylsalicylic acid", "heart-attack"),
        ("rehydration in diarrhea", "diarrhoea"),
        ("anemia", "diarrhoea"),
        ("gca sight", "giant-cell"),
        ("TEMPORAL artery biopsies", "giant-cell"),
    ],
)
def test_a_question_finds_its_document_in_other_words_and_spellings(library, text, document):
    assert first_document(library, text) == document


def test_a_passage_without_the_condition_is_found_through_its_document(library):
    hits = search(library, "giant cell arteritis with threatened vision").passages
    assert (hits[0].document, hits[0].passage) == ("giant-cell", 1)


def test_the_shares_of_a_score_add_up_to_it(library):
    for hit in search(library, "prednisone for giant cell arteritis").passages:
        assert hit.score == pytest.approx(sum(share for _, share in hit.shares), abs=1e-3)


def test_a_recommendation_passes_the_same_words_elsewhere(tmp_path):
    lines = ["Give aspirin to adults.", "Give aspirin to adults."]
    build([guideline("one", "Aspirin", lines, recommended=(1,))], tmp_path)
    hits = search(open_index(tmp_path), "aspirin in adults").passages
    assert [hit.passage for hit in hits] == [1, 0]
    assert dict(hits[0].shares)["recommendation"] > 0


def test_a_section_that_only_describes_is_quoted_last_and_one_on_methods_never(tmp_path):
    lines = ["Aspirin for adults", "Aspirin for adults", "Aspirin for adults"]
    sections = {0: "Target Population", 1: "Major Recommendations", 2: "Method of Guideline Validation"}
    build([guideline("one", "Stroke", lines, sections=sections)], tmp_path)
    assert [hit.passage for hit in search(open_index(tmp_path), "aspirin").passages] == [1, 0]


@pytest.mark.parametrize(
    ("only", "documents"),
    [
        (SearchFilter(body="CI"), {"arteritis-imaging"}),
        (SearchFilter(body="college of imaging"), {"arteritis-imaging"}),
        (SearchFilter(year_from=2010), {"giant-cell", "heart-attack", "diarrhoea"}),
        (SearchFilter(year_to=2009), {"arteritis-imaging"}),
        (SearchFilter(year_from=2014, year_to=2014), {"giant-cell", "heart-attack"}),
        (SearchFilter(status="superseded"), {"arteritis-imaging"}),
        (SearchFilter(type="Trial"), set()),
        (SearchFilter(population="children"), {"diarrhoea"}),
    ],
)
def test_a_filter_limits_documents_and_passages_alike(library, only, documents):
    result = search(library, "giant arteritis aspirin oxygen diarrhoea", only=only)
    assert {hit.document for hit in result.documents} == documents
    assert {hit.document for hit in result.passages} == documents


def test_a_filter_changes_no_score(library):
    text = "giant cell arteritis"
    every = {hit.document: hit.score for hit in search(library, text).documents}
    some = search(library, text, only=SearchFilter(year_from=2010)).documents
    assert all(every[hit.document] == hit.score for hit in some)


@pytest.mark.parametrize("text", ["", "?!", "what should I do about it", "zzzzqqq"])
def test_a_question_without_a_known_word_finds_nothing(library, text):
    result = search(library, text)
    assert not result.documents
    assert not result.passages


@pytest.mark.parametrize("text", ['"(own:* OR ^', "a" * 100_000, "aspirin " * 5_000, "\x00\ud7ff é"])
def test_what_is_typed_is_words_and_never_a_query_language(library, text):
    search(library, text)


@pytest.mark.parametrize(
    ("text", "unknown", "nearest"),
    [
        ("nirsevimab for infants", ("nirsevimab", "infants"), ()),
        ("asprin", ("asprin",), (("asprin", "aspirin"),)),
        ("predniione", ("predniione",), (("predniione", "prednison"),)),
        ("prednisolsone", ("prednisolsone",), ()),
        ("heart attack in a 72yo", (), ()),
        ("acetylsalicylic acid", (), ()),
        ("isn't aspirin what I'd give", (), ()),
    ],
)
def test_words_that_stand_nowhere_are_told_with_the_known_word_they_are_near(library, text, unknown, nearest):
    result = search(library, text)
    assert result.unknown == unknown
    assert result.nearest == nearest


def test_the_order_of_building_changes_neither_fingerprint_nor_ranking(tmp_path, vocabulary_folder):
    twins = [guideline(name, "Twins", ["The same words in each."]) for name in ("b", "a", "c")]
    documents = [*LIBRARY, *twins]
    there = build(documents, tmp_path / "there", written=vocabulary_folder)
    back = build(reversed(documents), tmp_path / "back", written=vocabulary_folder)
    assert there == back
    for text in ("the same words in twins", "giant cell arteritis aspirin"):
        one, other = (search(open_index(tmp_path / name), text) for name in ("there", "back"))
        assert one == other
    assert [hit.document for hit in search(open_index(tmp_path / "back"), "twins").documents] == [
        "a",
        "b",
        "c",
    ]


@pytest.fixture
def warned(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "drugs.yaml").write_text(
        "- {drug: [alendronate, fosamax]}\n- stems: [floxacin]\n", encoding="utf-8"
    )
    lines = [
        "Offer alendronate.",
        "Alendronate is contraindicated in stricture.",
        "Ciprofloxacin may weaken tendons.",
    ]
    documents = [
        guideline("bones", "Bones", lines[:2], sections=[(1, "Contraindications")]),
        guideline("alert", "Urine", lines[2:], sections=[(0, "FDA Warning/Regulatory Alert")]),
    ]
    build(documents, tmp_path / "index", written=tmp_path / "words")
    return open_index(tmp_path / "index")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fosamax in a woman of 80?", [("bones", 1)]),
        ("ciprofloxacin for cystitis", [("alert", 0)]),
        ("bones in April", []),
    ],
)
def test_a_drug_named_finds_what_forbids_it_or_warns_of_it(warned, text, found):
    hits = warnings(warned, read(text, warned), each=3)
    assert [(hit.document, hit.passage) for hit in hits] == found


def test_the_best_documents_are_looked_into_one_by_one(tmp_path):
    documents = [guideline(name, name, ["Offer aspirin.", "Aspirin helps."]) for name in ("a", "b", "c")]
    build(documents, tmp_path)
    index = open_index(tmp_path)
    result = best_of_the_best(index, read("aspirin", index), documents=2, each=1)
    assert [hit.document for hit in result.documents] == ["a", "b"]
    assert [hit.document for hit in result.passages] == ["a", "b"]
