import json
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.errors import IntegrityError
from citewell.retrieval import dots
from citewell.retrieval.alike import alike
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.graph import write_graph
from citewell.retrieval.index import build, open_index
from citewell.retrieval.units import units
from citewell.retrieval.vector_files import VectorWriting
from citewell.retrieval.vectors import Vectors
from fake_encoders import WordsEncoder

from .conftest import LIBRARY, guideline

np = pytest.importorskip("numpy")

BEAR = guideline("bear", "", ["honey salmon", "winter sleep", "cubs"])
ANT = guideline("ant", "", ["winter sleep", "sugar"])
NUMBER = sum(len(list(units(document))) for document in LIBRARY)
EMPTY = guideline("cat", "", ["nobody"], section="Disclaimer")


def built(folder, documents, encoder=None):
    with Encoded(folder.with_name(f"{folder.name}-kept"), encoder or WordsEncoder()) as encoded:
        return build(documents, folder, encoded=encoded)


def vectors_of(folder):
    return open_index(folder).vectors


def made(folder, table, places):
    """Vectors of rows given as int8; places: of each row its document, numbered in order, and passage."""
    folder.mkdir(exist_ok=True)
    numbers = sorted({number for number, _ in places})
    ends = np.searchsorted([number for number, _ in places], [[n, n + 1] for n in numbers])
    (folder / "rows.i8").write_bytes(table.astype("i1").tobytes())
    (folder / "places.i32").write_bytes(np.array([(d, p, p) for d, p in places], dtype="<i4").tobytes())
    (folder / "offsets.i32").write_bytes(ends.astype("<i4").tobytes())
    about = {
        "encoder": "made",
        "fingerprint": "0" * 32,
        "dimensions": table.shape[1],
        "count": len(table),
        "digest": "",
    }
    (folder / "about.json").write_text(json.dumps(about))
    return folder


def test_an_index_without_an_encoder_is_as_it_was(tmp_path):
    bare = build(LIBRARY, tmp_path)
    assert vectors_of(tmp_path) is None
    assert open_index(tmp_path).about_vectors is None
    assert built(tmp_path, LIBRARY) != bare
    assert build(LIBRARY, tmp_path) == bare
    assert vectors_of(tmp_path) is None


def test_the_vectors_tell_their_encoder(tmp_path):
    built(tmp_path, LIBRARY)
    about = open_index(tmp_path).about_vectors
    assert (about.encoder, about.count, about.dimensions) == ("words", NUMBER, 64)
    assert about == vectors_of(tmp_path).about
    assert len(vectors_of(tmp_path)) == NUMBER


def test_the_nearest_unit_is_the_one_with_the_questions_words(tmp_path):
    built(tmp_path, LIBRARY)
    index, encoder = open_index(tmp_path), WordsEncoder()
    question = encoder.question("Start prednisone at once when vision is threatened")
    best = index.vectors.nearest(question, count=2)
    assert (index.identifiers[best[0].document], best[0].first, best[0].last) == ("giant-cell", 1, 1)
    assert best[0].similarity > best[1].similarity


def test_units_equally_near_stand_in_the_order_of_ids_whatever_order_they_came_in(tmp_path):
    for documents in ([BEAR, EMPTY, ANT], [ANT, BEAR, EMPTY], [EMPTY, BEAR, ANT]):
        built(tmp_path, documents)
        index = open_index(tmp_path)
        best = index.vectors.nearest(WordsEncoder().question("winter sleep"), count=2)
        assert [(index.identifiers[near.document], near.first) for near in best] == [("ant", 0), ("bear", 1)]
        assert best[0].similarity == best[1].similarity


def test_what_is_nearest_to_a_stored_unit_stands_in_other_documents_and_nothing_is_encoded(tmp_path):
    built(tmp_path, [BEAR, ANT, EMPTY])
    index, encoder = open_index(tmp_path), WordsEncoder()

    def found(*places, inside=9):
        hits = alike(index, encoder, places, each=3, inside=inside)
        return [(hit.document, hit.passage) for hit in hits]

    assert found(("bear", 1))[0] == ("ant", 0)
    assert alike(index, encoder, [("bear", 1)], each=1, inside=1)[0].score == pytest.approx(1.0, abs=0.01)
    assert {document for document, _ in found(("bear", 1), ("ant", 0), inside=1)} == {"ant", "bear"}
    assert len(found(("bear", 1), ("ant", 0), inside=1)) == 2
    assert found(("nowhere", 0)) == found(("bear", 99)) == found(("cat", 0)) == []
    assert alike(index, None, [("bear", 1)], each=3, inside=9) == ()
    assert not encoder.encoded


def test_a_document_is_found_by_its_whole_identifier(tmp_path):
    names = ("ant", "ant-eater", "eater", "bear")
    build([guideline(name, "", ["winter"]) for name in names], tmp_path)
    identifiers = open_index(tmp_path).identifiers
    assert {name: identifiers[identifiers.number_of(name)] for name in names} == {
        name: name for name in names
    }
    assert [identifiers.number_of(name) for name in ("an", "eate", "antant", "bearx")] == [None] * 4


def test_the_fingerprint_names_encoder_and_vectors_in_any_order_of_documents(tmp_path):
    first = built(tmp_path, LIBRARY)
    assert built(tmp_path, LIBRARY[::-1]) == first
    assert built(tmp_path, LIBRARY[:-1]) != first
    assert built(tmp_path, LIBRARY, WordsEncoder(name="other")) != first

    class Changed(WordsEncoder):
        def passages(self, texts):
            return (bytes(reversed(vector)) for vector in super().passages(texts))

    assert built(tmp_path / "again", LIBRARY, Changed()) != first


def test_only_new_texts_are_encoded_when_it_is_built_again(tmp_path):
    built(tmp_path, LIBRARY)
    again = WordsEncoder()
    built(tmp_path, LIBRARY, again)
    assert not again.encoded
    built(tmp_path, [*LIBRARY, BEAR], again)
    assert again.encoded == ["honey salmon", "winter sleep", "cubs"]


def test_documents_are_ranked_by_their_nearest_unit(tmp_path):
    built(tmp_path, [EMPTY, BEAR, ANT])
    found = vectors_of(tmp_path).best_by_document(WordsEncoder().question("sugar"), count=9)
    assert list(found) == [2, 1]
    assert found[2] > found[1]
    assert vectors_of(tmp_path).best_by_document(WordsEncoder().question("sugar"), count=1) == {2: found[2]}
    assert vectors_of(tmp_path).best_of(WordsEncoder().question("sugar"), [0, 1, 2]) == {
        1: found[1],
        2: found[2],
    }


def test_a_document_may_be_ranked_by_the_mean_of_its_nearest_units(tmp_path):
    built(tmp_path, [BEAR])
    question = WordsEncoder().question("winter honey")
    first, second, _ = vectors_of(tmp_path).inside(question, [0])
    expected = (first.similarity + second.similarity) / 2
    assert vectors_of(tmp_path).best_of(question, [0], of=2) == {0: expected}


def test_units_are_sought_inside_documents(tmp_path):
    built(tmp_path, [EMPTY, BEAR, ANT])
    vectors, question = vectors_of(tmp_path), WordsEncoder().question("cubs")
    assert vectors.inside(question, [1])[0][:2] == (1, 2)
    assert len(vectors.inside(question, [1, 2, 1])) == 5
    assert vectors.inside(question, [0]) == []
    assert vectors.inside(question, []) == []


def test_a_library_of_nothing_has_nothing_near(tmp_path):
    built(tmp_path, [])
    vectors, question = vectors_of(tmp_path), WordsEncoder().question("sugar")
    assert vectors.nearest(question, count=3) == []
    assert vectors.best_by_document(question, count=3) == {}


def test_vectors_that_are_not_whole_are_refused(tmp_path):
    built(tmp_path, LIBRARY)
    rows = next(tmp_path.glob("*/vectors/rows.i8"))
    rows.write_bytes(rows.read_bytes()[:-1])
    with pytest.raises(IntegrityError, match="not whole"):
        vectors_of(tmp_path).nearest(bytes(64), count=1)


@given(
    documents=st.lists(st.integers(1, 90), min_size=1, max_size=12),
    dimensions=st.integers(1, 40),
    values=st.sampled_from([(-127, 127), (-1, 1), (0, 0)]),
    count=st.integers(1, 40),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_scan_finds_what_comparing_everything_finds(
    tmp_path_factory, documents, dimensions, values, count, seed
):
    places = [(number, n) for number, size in enumerate(documents) for n in range(size)]
    random = np.random.default_rng(seed)
    table = random.integers(*values, (len(places), dimensions), endpoint=True).astype("i1")
    question = random.integers(*values, dimensions, endpoint=True).astype("i1")
    vectors = Vectors.open(made(tmp_path_factory.mktemp("vectors"), table, places))
    scores = (table.astype(int) @ question.astype(int)).tolist()
    ranked = sorted(range(len(places)), key=lambda row: (-scores[row], row))
    expected = [(*places[row], places[row][1], scores[row]) for row in ranked]
    assert vectors.nearest(question.tobytes(), count=count) == expected[:count]
    wanted = {0, len(documents) - 1}
    assert vectors.inside(question.tobytes(), wanted) == [each for each in expected if each[0] in wanted]
    best: dict[int, int] = {}
    for number, _, _, score in expected:
        best.setdefault(number, score)
    assert (
        list(vectors.best_by_document(question.tobytes(), count=count).items()) == list(best.items())[:count]
    )
    assert vectors.best_of(question.tobytes(), range(len(documents))) == best
    inside = vectors.inside(question.tobytes(), wanted, count=count)
    assert inside == [each for each in expected if each[0] in wanted][:count]
    by_place = {(number, n): score for number, n, _, score in expected}
    asked = [*places[:count], (0, 99)]
    assert vectors.of_passages(question.tobytes(), asked) == {each: by_place[each] for each in places[:count]}


@pytest.mark.parametrize("dimensions", [384, 768, 1024])
def test_numpy_alone_is_exact_at_the_ends_of_the_scale(dimensions):
    rows = np.full((3, dimensions), 127, dtype="i1")
    rows[1] = -127
    rows[2, 0] = 126
    found = dots._in_portions(rows, rows[0])
    assert found.tolist() == [127 * 127 * dimensions, -127 * 127 * dimensions, 127 * 127 * dimensions - 127]


def test_a_kernel_that_is_not_exact_is_not_used():
    assert not dots._is_exact(lambda rows, question: dots._in_portions(rows, question) + 1)
    assert dots._is_exact(dots._in_portions)


needs_usearch = pytest.mark.skipif(find_spec("usearch") is None, reason="usearch is not installed")


def clustered(count, *, dimensions=64, seed=5):
    random = np.random.default_rng(seed)
    centres = random.normal(size=(count // 40, dimensions))
    points = centres[random.integers(0, len(centres), count)] + 0.6 * random.normal(size=(count, dimensions))
    return np.rint(points / np.linalg.norm(points, axis=1, keepdims=True) * 127).astype("i1")


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The same 20,000 vectors in two folders, with and without a graph."""
    table = clustered(20_200)
    questions, table = table[:200], table[200:]
    places = [(row // 20, row % 20) for row in range(len(table))]
    exact, approximate = (made(tmp_path_factory.mktemp("many") / name, table, places) for name in "ea")
    write_graph(approximate, exact_up_to=1000)
    return exact, approximate, [question.tobytes() for question in questions]


@needs_usearch
def test_the_approximate_search_misses_little(many):
    exact, approximate = Vectors.open(many[0]), Vectors.open(many[1])
    shared = [
        len(set(exact.nearest(question, count=20)) & set(approximate.nearest(question, count=20)))
        for question in many[2]
    ]
    assert sum(shared) / len(shared) / 20 >= 0.95
    assert (many[1] / "near.usearch").is_file()


@needs_usearch
def test_the_approximate_search_ranks_documents_by_exact_scores(many):
    exact, approximate = Vectors.open(many[0]), Vectors.open(many[1])
    for question in many[2][:20]:
        found = approximate.best_by_document(question, count=10)
        assert len(found) == 10
        assert exact.best_of(question, list(found)) == found == approximate.best_of(question, list(found))
        assert approximate.inside(question, [3, 4]) == exact.inside(question, [3, 4])


@needs_usearch
def test_the_same_rows_give_the_same_graph(many, tmp_path):
    rows = np.frombuffer((many[1] / "rows.i8").read_bytes(), dtype="i1").reshape(-1, 64)
    folders = [made(tmp_path / name, rows[:3000], [(0, n) for n in range(3000)]) for name in "ab"]
    for folder in folders:
        write_graph(folder, exact_up_to=1000)
    first, second = (folder / "near.usearch" for folder in folders)
    assert first.read_bytes() == second.read_bytes()


def test_few_rows_need_no_graph(tmp_path):
    write_graph(made(tmp_path / "few", clustered(400), [(0, n) for n in range(400)]))
    assert not (tmp_path / "few" / "near.usearch").exists()


def test_without_numpy_there_are_no_vectors(tmp_path, monkeypatch):
    built(tmp_path, LIBRARY)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert vectors_of(tmp_path) is None
    assert open_index(tmp_path).about_vectors.count == NUMBER


def test_a_document_that_only_changed_its_title_is_encoded_again(tmp_path):
    built(tmp_path, [BEAR])
    again = WordsEncoder()
    built(tmp_path, [replace(BEAR, source=replace(BEAR.source, title="Bears"))], again)
    assert len(again.encoded) == 3


def test_vectors_are_written_without_numpy(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with Encoded(tmp_path / "kept", WordsEncoder()) as encoded:
        writing = VectorWriting(encoded)
        writing.add(BEAR)
        writing.write(tmp_path / "vectors")
    assert (tmp_path / "vectors" / "rows.i8").stat().st_size == 3 * 64


@needs_usearch
@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="onnxruntime is not installed")
def test_an_encoder_may_be_loaded_after_the_approximate_search(tmp_path):
    folder = made(tmp_path / "few", clustered(400), [(0, n) for n in range(400)])
    script = (
        "import sys\nfrom pathlib import Path\nfrom citewell.retrieval.graph import write_graph\n"
        "write_graph(Path(sys.argv[1]), exact_up_to=100)\nimport onnxruntime\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True)
    assert (folder / "near.usearch").is_file()


@needs_usearch
@pytest.mark.parametrize("damage", [lambda whole: whole[:-1], lambda whole: b"noise" * 99, lambda _: b""])
def test_a_damaged_graph_is_refused_with_the_remedy(tmp_path, damage):
    folder = made(tmp_path / "few", clustered(400), [(n, 0) for n in range(400)])
    write_graph(folder, exact_up_to=100)
    (folder / "near.usearch").write_bytes(damage((folder / "near.usearch").read_bytes()))
    with pytest.raises(IntegrityError, match=r"near\.usearch is damaged") as refused:
        Vectors.open(folder).best_by_document(clustered(40)[0].tobytes(), count=3)
    assert "citewell library reindex" in refused.value.hint


@needs_usearch
def test_a_graph_of_other_rows_is_refused(tmp_path):
    places = [(n, 0) for n in range(400)]
    for name, count in (("one", 400), ("other", 360)):
        folder = made(tmp_path / name, clustered(count), places[:count])
        write_graph(folder, exact_up_to=100)
    graph = (tmp_path / "other" / "near.usearch").read_bytes()
    (tmp_path / "one" / "near.usearch").write_bytes(graph)
    with pytest.raises(IntegrityError, match="other rows"):
        Vectors.open(tmp_path / "one").nearest(clustered(40)[0].tobytes(), count=3)


@needs_usearch
def test_all_documents_are_ranked_exactly_also_beside_a_graph(many):
    exact, approximate = Vectors.open(many[0]), Vectors.open(many[1])
    ranked = approximate.best_by_document(many[2][0])
    assert list(ranked.items()) == list(exact.best_by_document(many[2][0]).items())
    assert len(ranked) == 1000


def test_vectors_of_other_documents_are_refused(tmp_path):
    built(tmp_path, LIBRARY)
    index = open_index(tmp_path)
    (index.folder / "vectors" / "offsets.i32").write_bytes(bytes(8))
    with pytest.raises(IntegrityError, match="of other documents"):
        index.vectors  # noqa: B018 - opened by being looked at
