"""What stands below a place."""

import pytest

from citewell.serving.paths import is_below


@pytest.mark.parametrize(
    ("path", "told"), [("/a", True), ("/a/", True), ("/a/b", True), ("/ab", False), ("/", False), ("", False)]
)
def test_a_path_is_below_a_place_from_slash_to_slash(path: str, told: bool) -> None:
    assert is_below(path, "/a") is told
