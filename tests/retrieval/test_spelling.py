import pytest

from citewell.retrieval.spelling import edits


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("aspirin", "aspirin", 0),
        ("asprin", "aspirin", 1),
        ("apsirin", "aspirin", 1),
        ("aspirine", "aspirin", 1),
        ("aspiran", "aspirin", 1),
        ("fibrilatoin", "fibrillation", 2),
        ("warfarin", "aspirin", 3),
        ("", "abc", 3),
    ],
)
def test_edits_are_counted_and_given_up_past_the_most(one, other, count):
    assert edits(one, other, most=2) == count
