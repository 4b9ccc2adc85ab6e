"""Passwords: which are taken, how they are kept, and whether one is right.

Kept by argon2id (RFC 9106) with its second recommended parameters, well above the least that OWASP asks for
(Password Storage Cheat Sheet: 19 MiB, 2 passes). Which are taken follows NIST SP 800-63B: long rather than
complicated, no rules of composition, refused are only those that attackers try first.
"""

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from citewell.errors import InputError
from citewell.model.accounts import SignInPolicy

# RFC 9106, section 4: 64 MiB, three passes, four lanes. Written out, so that a library's new defaults are
# taken by decision and not by upgrade.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16)
# Longer ones would only cost time; a thousand bytes hold any sentence.
_MOST_BYTES = 1_024
# As many characters must be left when what attackers try first is taken out.
_LEAST_OWN = 6
_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_COMMON = (
    "password", "passwort", "motdepasse", "contrasena", "passphrase", "letmein", "iloveyou", "welcome",
    "changeme", "administrator", "admin", "secret", "master", "monkey", "dragon", "sunshine", "princess",
    "football", "baseball", "superman", "trustno1", "whatever", "qwertz", "azerty", "login", "hello", "test",
    "correcthorsebatterystaple", "citewell",
)  # fmt: skip
_RUN = 3
# How figures and signs are put for letters.
_SPELT = str.maketrans("013457@$!", "oleastasi")


def check_password(password: str, *, name: str, policy: SignInPolicy) -> None:
    """Refuse a password that is too short, too long, or among the first that an attacker tries.

    name: the account's. Lengths count characters (code points after normalisation). Raises InputError, which
    does not tell the password.
    """
    text = _normal(password)
    if len(text) < policy.password_length:
        raise InputError(
            f"a password has at least {policy.password_length} characters",
            hint="several words that do not belong together are easy to keep in mind",
        )
    if len(_bytes(text)) > _MOST_BYTES:
        raise InputError(f"a password has at most {_MOST_BYTES:,} bytes")
    if min(len(_own_part(each, name)) for each in (text, text.translate(_SPELT))) < _LEAST_OWN:
        raise InputError(
            "this password is among the first that are tried: a name, a common word, a row of keys, repeats",
            hint="several words that do not belong together are easy to keep in mind",
        )


def hashed(password: str) -> str:
    """The password's argon2id hash in PHC form, with parameters and a new salt inside."""
    return _HASHER.hash(_bytes(password))


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one whose hash was kept.

    kept: "" where there is no such account, or none with a password: the answer is then no, and takes as
    long as any other, so that names cannot be guessed by the clock.
    """
    try:
        right = _HASHER.verify(kept or _nobodys(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's, and is to be made again."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return hashed("of nobody")


def _normal(password: str) -> str:
    """The same password however a keyboard composes its letters (RFC 8265, OpaqueString: NFC)."""
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    # Half a surrogate pair comes from a terminal that is not in UTF-8. One byte more than was ever taken is
    # enough for a refusal.
    return _normal(password).encode("utf-8", "surrogatepass")[: _MOST_BYTES + 1]


def _own_part(text: str, name: str) -> str:
    """What is left without the name, common words, rows of keys, and characters that only repeat."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    given = "".join(c for c in name.casefold() if c.isalnum())
    for word in sorted((*_COMMON, given), key=len, reverse=True):
        folded = folded.replace(word, "") if word else folded
    once = re.sub(r"(.+?)\1+", r"\1", folded, flags=re.S)
    return "".join(_without_runs(once))


def _without_runs(text: str) -> str:
    """The text without any three or more characters that stand in a row of the alphabet or the keyboard."""
    n, kept = 0, []
    while n < len(text):
        length = max(_run_at(text, n, row) for row in _RUNS)
        if length < _RUN:
            kept.append(text[n])
        n += length if length >= _RUN else 1
    return "".join(kept)


def _run_at(text: str, start: int, row: str) -> int:
    """How many characters of the text, from here, follow each other in the row."""
    at = row.find(text[start])
    length = 0
    while 0 <= at < len(row) and start + length < len(text) and row[at] == text[start + length]:
        at, length = at + 1, length + 1
    return length
