"""Which passwords are taken, how they are kept, and that nobody's takes as long as somebody's."""

import time
import unicodedata

import pytest
from argon2 import PasswordHasher

from citewell.accounts.passwords import check_password, hashed, is_outdated, matches
from citewell.errors import InputError
from citewell.model.accounts import SignInPolicy

GOOD = "tulip anvil mercy fog"
KEPT = hashed(GOOD)
POLICY = SignInPolicy()


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "plain teapot under willow",
        "日本語で書かれた長い合言葉ですよね",
        "all lowercase and no figure at all",
        " spaces at both ends stay ",
        "'; drop table users; -- <script>",
        "x\udc80 from another encoding y",
        "\U0001f34e pear plum quince",
    ],
)
def test_a_long_password_is_taken_whatever_it_is_made_of(password):
    check_password(password, name="ada", policy=POLICY)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "at least 15"),
        ("fourteen chars", "at least 15"),
        ("é" * 7 + "e\u0301" * 7, "at least 15"),
        ("é" * 600, "at most 1,024 bytes"),
        ("ada-lovelace-ada-lovelace", "among the first"),
        ("Ada.Lovelace.2026!", "among the first"),
        ("passwordpassword", "among the first"),
        ("Passw0rd!Passw0rd!", "among the first"),
        ("123456789012345", "among the first"),
        ("qwertyuiopasdfghjkl", "among the first"),
        ("aaaaaaaaaaaaaaaaaaaa", "among the first"),
        ("abcabcabcabcabcabc", "among the first"),
        ("correct horse battery staple", "among the first"),
        ("citewell citewell admin", "among the first"),
    ],
)
def test_what_is_short_endless_or_tried_first_is_refused(password, told):
    with pytest.raises(InputError, match=told) as refused:
        check_password(password, name="ada-lovelace", policy=POLICY)
    assert not password or password not in refused.value.message + refused.value.hint


def test_a_password_is_kept_with_argon2id_and_a_salt_of_its_own():
    again = hashed(GOOD)
    assert again != KEPT
    assert again.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in again


@pytest.mark.parametrize("password", [GOOD, unicodedata.normalize("NFD", GOOD)])
def test_the_password_is_right_however_it_is_composed(password):
    assert matches(KEPT, password)


@pytest.mark.parametrize("password", ["", GOOD + " ", GOOD.title(), GOOD * 60, "\ud800"])
def test_any_other_is_wrong(password):
    assert not matches(KEPT, password)


@pytest.mark.parametrize("kept", ["", "$argon2id$v=19$m=8,t=1,p=1$", "plain", GOOD])
def test_what_is_no_hash_matches_nothing(kept):
    assert not matches(kept, GOOD)
    assert not matches(kept, "of nobody")


def test_a_longer_password_does_not_match_the_one_it_begins_with():
    long = "ab cd ef gh ij " * 68
    kept = hashed(long)
    assert matches(kept, long)
    assert not matches(kept, long + "x" * 100)


def test_an_unknown_account_costs_as_much_as_a_wrong_password():
    matches("", "warm the hash of nobody")
    assert cost("") > 0.5 * cost(KEPT)


def cost(kept: str) -> float:
    """The least processor time of three tries, in seconds."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        matches(kept, "not the password of anybody")
        spent.append(time.process_time() - began)
    return min(spent)


def test_a_hash_of_weaker_parameters_is_outdated():
    weaker = PasswordHasher(time_cost=1, memory_cost=19_456, parallelism=1).hash(GOOD)
    assert matches(weaker, GOOD)
    assert is_outdated(weaker)
    assert not is_outdated(KEPT)
