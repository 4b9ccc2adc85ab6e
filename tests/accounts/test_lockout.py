"""When an account is locked and an origin held back, from failed attempts alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.accounts.lockout import counted_as, forgotten_before, held_back_until, locked_until
from citewell.model.accounts import SignInPolicy

POLICY = SignInPolicy(attempts=3, window_minutes=10, lock_minutes=5, longest_lock_hours=1, origin_attempts=4)


def at(minute: float) -> str:
    whole, part = divmod(round(minute * 60), 60)
    hour, rest = divmod(whole, 60)
    return f"2026-11-{20 + hour // 24:02}T{hour % 24:02}:{rest:02}:{part:02}.000000Z"


@pytest.mark.parametrize(
    ("failures", "until"),
    [
        ([], ""),
        ([0, 1], ""),
        ([0, 1, 2], at(7)),
        ([0, 5, 10], ""),
        ([0, 5, 9.5], at(14.5)),
        # A second lock is twice as long, a third four times.
        ([0, 1, 2, 8, 9, 10], at(20)),
        ([0, 1, 2, 8, 9, 10, 21, 22, 23], at(43)),
        # What led to one lock does not count for the next.
        ([0, 1, 2, 8, 9], at(7)),
        # And no wait is longer than the longest.
        ([n for lock in range(6) for n in (lock * 70, lock * 70 + 1, lock * 70 + 2)], at(352 + 60)),
    ],
)
def test_each_lock_is_twice_as_long_as_the_one_before(failures, until):
    assert locked_until((at(n) for n in failures), policy=POLICY) == until
    assert locked_until((at(n) for n in reversed(failures)), policy=POLICY) == until


@pytest.mark.parametrize(
    ("failures", "now", "until"),
    [
        ([0, 1, 2], 3, ""),
        ([0, 1, 2, 3], 3, at(10)),
        ([0, 1, 2, 3], 9.5, at(10)),
        ([0, 1, 2, 3], 10, ""),
        ([0, 1, 2, 3, 4, 5], 6, at(12)),
    ],
)
def test_an_origin_is_held_back_until_fewer_failures_are_in_the_window(failures, now, until):
    assert held_back_until((at(n) for n in failures), at=at(now), policy=POLICY) == until


@given(st.lists(st.integers(0, 1_400), max_size=60))
def test_a_lock_follows_its_last_failure_and_is_within_bounds(minutes):
    failures = [at(n) for n in minutes]
    until = locked_until(failures, policy=POLICY)
    if until:
        assert len(failures) >= POLICY.attempts
        assert until > min(failures)
        assert until <= at(max(minutes) + 60)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40), st.integers(0, 100))
def test_further_failures_never_shorten_a_lock(minutes, another):
    before = locked_until((at(n) for n in minutes), policy=POLICY)
    after = locked_until((at(n) for n in [*minutes, max(minutes) + another]), policy=POLICY)
    assert after >= before


def test_of_what_was_typed_as_a_name_only_a_little_is_kept():
    assert counted_as("ada", known=True) == "ada"
    typed = counted_as("my whole password, typed in the wrong place", known=False)
    assert len(typed) == 5
    assert typed.startswith("?")
    assert counted_as("\ud800", known=False).startswith("?")
    assert forgotten_before(at=at(300), policy=POLICY) == at(170)
