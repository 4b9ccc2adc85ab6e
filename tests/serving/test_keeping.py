"""What is kept up to so many bytes."""

from citewell.serving.keeping import Kept


def test_what_was_not_wanted_for_longest_goes_first() -> None:
    kept: Kept[str, str] = Kept(10)
    for name in "abcde":
        kept.put(name, name.upper(), size=2)
    assert kept.get("a") == "A"
    kept.put("f", "F", size=2)
    assert [name for name in "abcdef" if kept.get(name)] == list("acdef")
    assert (len(kept), kept.size) == (5, 10)


def test_a_value_put_again_counts_once() -> None:
    kept: Kept[str, str] = Kept(100)
    kept.put("a", "first", size=20)
    kept.put("a", "second", size=8)
    assert (kept.get("a"), kept.size) == ("second", 8)


def test_a_value_that_would_drive_out_too_many_is_not_kept() -> None:
    kept: Kept[str, str] = Kept(100)
    kept.put("small", "s", size=10)
    kept.put("large", "l", size=26)
    assert (kept.get("small"), kept.get("large")) == ("s", None)


def test_nothing_is_left_after_clearing() -> None:
    kept: Kept[str, str] = Kept(100)
    kept.put("a", "A", size=20)
    kept.clear()
    assert (kept.get("a"), len(kept), kept.size) == (None, 0, 0)
