"""What counts as nothing: the cosine an encoder gives to texts that have nothing to do with each other."""

import pytest

from citewell.retrieval.encoders.calibration import SUBJECTS, unrelated
from citewell.retrieval.meaning import VectorMeaning
from citewell.retrieval.vector import SCALE

ACROSS = bytes([SCALE, 0])
UP = bytes([0, SCALE])
BACK = bytes([256 - SCALE, 0])


def test_a_text_is_held_against_what_other_subjects_say_and_not_against_its_own():
    assert unrelated([ACROSS, UP], [UP, ACROSS], scale=SCALE) == 1.0
    assert unrelated([ACROSS, UP], [ACROSS, UP], scale=SCALE) == 0.0
    assert unrelated([ACROSS, UP], [BACK, BACK], scale=SCALE) == -0.5


def test_no_subject_stands_twice():
    assert len({text for subject in SUBJECTS for text in subject}) == 2 * len(SUBJECTS)


class Vectors:
    """A document whose cosine with any question is .9."""

    def best_of(self, question, documents, *, of):
        return dict.fromkeys(documents, 0.9 * SCALE**2)


@pytest.mark.parametrize(("lowest", "near"), [(0.0, 0.9), (0.5, 0.8), (-0.5, 0.9333)])
def test_nearness_counts_from_unrelated_texts(lowest, near):
    meaning = VectorMeaning(Vectors(), UP, unrelated=lowest)
    assert meaning.of_documents([4]) == {4: near}
