"""Letters with a number name something, and another number names something else."""

import pytest

from citewell.text.designations import designations


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Vitamin B12 and CD20-positive cells", {"b12", "cd20"}),
        ("A PD-1 or PD1 inhibitor", {"pd1"}),
        ("Widely used since COVID-19 (NICE TA279).", {"covid19", "ta279"}),
        ("A break of L9", {"l9"}),
        ("A break of L2, T12 or S1", set()),
        ("Grade-3 injury, pre-2010, HbA1c 48, 5 mg, 10/12", set()),
    ],
)
def test_a_designation_is_read_whole(text: str, named: set[str]) -> None:
    assert designations(text) == named
