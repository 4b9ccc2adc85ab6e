"""Keys, sealed and opened; signatures by the published vectors, and none by anything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.accounts.names import check_display, check_name, is_name
from citewell.accounts.signing import new_key_pair, opened_key, sealed_key, signature, verifies
from citewell.errors import Forbidden, InputError, IntegrityError

PASSPHRASE = "tulip anvil mercy fog"
PAIR = new_key_pair()
SEALED = sealed_key(PAIR, user="ada", passphrase=PASSPHRASE)

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]


@pytest.mark.parametrize(("private", "public", "message", "signed"), VECTORS)
def test_signatures_are_those_of_the_rfc(private, public, message, signed):
    assert signature(bytes.fromhex(private), bytes.fromhex(message)) == signed
    assert verifies(public, bytes.fromhex(message), signed)


def test_a_sealed_key_is_opened_and_signs():
    pair = opened_key(SEALED, user="ada", public=PAIR.public, passphrase=PASSPHRASE)
    assert pair == PAIR
    assert verifies(PAIR.public, b"approved", signature(pair.private, b"approved"))


def test_no_record_shows_the_private_key():
    assert PAIR.private.hex() not in SEALED + repr(PAIR)
    assert str(PAIR.private) not in repr(PAIR)
    assert sealed_key(PAIR, user="ada", passphrase=PASSPHRASE) != SEALED


@pytest.mark.parametrize(
    "other",
    [{"passphrase": "another phrase altogether"}, {"user": "eve"}, {"public": new_key_pair().public}],
)
def test_another_passphrase_owner_or_key_does_not_open_it(other):
    asked = {"user": "ada", "public": PAIR.public, "passphrase": PASSPHRASE} | other
    with pytest.raises(Forbidden, match="cannot be opened") as refused:
        opened_key(SEALED, **asked)
    assert asked["passphrase"] not in refused.value.message


@pytest.mark.parametrize("field", ["salt", "nonce", "sealed"])
def test_an_altered_seal_does_not_open(field):
    kept = json.loads(SEALED)
    kept[field] = ("1" if kept[field][0] == "0" else "0") + kept[field][1:]
    with pytest.raises(Forbidden):
        opened_key(json.dumps(kept), user="ada", public=PAIR.public, passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    "sealed",
    [
        "",
        "[]",
        "null",
        "{}",
        SEALED[:-2],
        SEALED.replace("-1", "-2"),
        SEALED.replace('"nonce":"', '"nonce":"00'),
    ],
)
def test_what_is_no_sealed_key_is_told(sealed):
    with pytest.raises(IntegrityError, match="signing key"):
        opened_key(sealed, user="ada", public=PAIR.public, passphrase=PASSPHRASE)


SIGNED = signature(PAIR.private, b"approved")


@pytest.mark.parametrize(
    ("public", "message", "signed"),
    [
        (PAIR.public, b"approvee", SIGNED),
        (new_key_pair().public, b"approved", SIGNED),
        (PAIR.public.upper(), b"approved", SIGNED),
        (PAIR.public, b"approved", SIGNED.upper()),
        (PAIR.public, b"approved", SIGNED + "00"),
        (PAIR.public, b"approved", ""),
        (PAIR.public, b"approved", "g" * 128),
        (PAIR.public, b"approved", "０" * 128),
        ("", b"approved", SIGNED),
        ("0" * 63, b"approved", SIGNED),
        ("f" * 64, b"approved", SIGNED),
        ("0" * 64, b"approved", "0" * 128),
    ],
    # Named by their place: a key that is new in every run is no name.
    ids=range(12),
)
def test_nothing_else_verifies(public, message, signed):
    assert not verifies(public, message, signed)


@given(st.integers(0, 511))
def test_a_signature_with_one_bit_turned_does_not_verify(bit):
    turned = bytearray.fromhex(SIGNED)
    turned[bit // 8] ^= 1 << bit % 8
    assert not verifies(PAIR.public, b"approved", turned.hex())


@pytest.mark.parametrize("name", ["ada", "a", "ada-lovelace", "ada.l_2", "a" * 64])
def test_a_plain_name_is_one(name):
    check_name(name)
    assert is_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "Ada", "ада", "2ada", "ada ", "a\nb", "ada--b", "-ada", "ada-", "a/b", "..", "a" * 65, "ada\x00",
        "system", "root", "'; drop table users; --", "<b>", "user:ada", "ada\u200b", "\ud800",
    ],
)  # fmt: skip
def test_a_name_that_could_mislead_is_refused(name):
    assert not is_name(name)
    with pytest.raises(InputError):
        check_name(name)


@pytest.mark.parametrize("display", ["", "   ", "a\nb", "\x1b[2J", "x" * 121, "a\u202eb"])
def test_a_name_to_show_is_one_line(display):
    with pytest.raises(InputError):
        check_display(display)
