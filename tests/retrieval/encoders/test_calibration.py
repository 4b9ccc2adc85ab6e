"""What counts as nothing: the cosine an encoder gives to texts that have nothing to do with each other."""

import pytest

from citewell.retrieval.encoded import Encoded
from citewell.retrieval.encoders.calibration import SUBJECTS, unrelated
from citewell.retrieval.index import build, open_index
from citewell.retrieval.meaning import meaning_of
from citewell.retrieval.vector import SCALE
from fake_encoders import WordsEncoder

from ..conftest import guideline

ACROSS = bytes([SCALE, 0])
UP = bytes([0, SCALE])
BACK = bytes([256 - SCALE, 0])


def test_a_text_is_held_against_what_other_subjects_say_and_not_against_its_own():
    assert unrelated([ACROSS, UP], [UP, ACROSS], scale=SCALE) == 1.0
    assert unrelated([ACROSS, UP], [ACROSS, UP], scale=SCALE) == 0.0
    assert unrelated([ACROSS, UP], [BACK, BACK], scale=SCALE) == -0.5


def test_no_subject_stands_twice():
    assert len({text for subject in SUBJECTS for text in subject}) == 2 * len(SUBJECTS)


@pytest.mark.parametrize(("lowest", "near"), [(0.0, 0.9), (0.5, 0.8), (-0.5, 0.9333)])
def test_nearness_counts_from_unrelated_texts(tmp_path, lowest, near):
    pytest.importorskip("numpy")
    encoder = WordsEncoder()
    with Encoded(tmp_path / "kept", encoder) as encoded:
        build([guideline("ant", "", ["winter sleep"])], tmp_path / "index", encoded=encoded)
    encoder.unrelated = lowest
    index = open_index(tmp_path / "index")
    said = encoder.encoded[0]
    assert meaning_of(said, index, encoder).of_documents([0])[0] == pytest.approx(1.0, abs=0.01)
    vectors = index.vectors
    vectors.best_of = lambda *_, **__: {0: 0.9 * SCALE**2}
    assert meaning_of(said, index, encoder).of_documents([0]) == {0: pytest.approx(near, abs=1e-4)}
