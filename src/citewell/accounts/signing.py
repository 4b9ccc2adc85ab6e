"""Signatures: Ed25519 keys (RFC 8032), each private half sealed under its owner's password.

Sealed by AES-256-GCM (NIST SP 800-38D) with a key that argon2id (RFC 9106) makes of the password and a salt
of its own; owner and public key are authenticated along, so that a sealed key cannot be put into another's
row.
Public keys and signatures are lowercase hex.
"""

import json
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from citewell.errors import Forbidden, IntegrityError
from citewell.text.canonical import canonical_json

_SALT_BYTES = 16
_NONCE_BYTES = 12
_KEY_BYTES = 32
_FORM = "argon2id-aes256gcm-1"
# The second recommended parameters of RFC 9106; they belong to the form, others would be another form.
_PASSES, _KIBIBYTES, _LANES = 3, 65_536, 4
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A key pair. public: in hex. private: the 32 bytes of the seed."""

    public: str
    private: bytes = field(repr=False)


def new_key_pair() -> KeyPair:
    """A new key pair from the system's random source."""
    private = Ed25519PrivateKey.generate()
    return KeyPair(public=private.public_key().public_bytes_raw().hex(), private=private.private_bytes_raw())


def sealed_key(pair: KeyPair, *, user: str, passphrase: str) -> str:
    """The private key, sealed for keeping, as canonical JSON."""
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealer = AESGCM(_stretched(passphrase, salt))
    box = sealer.encrypt(nonce, pair.private, _bound_to(user, pair.public))
    kept = {"form": _FORM, "salt": salt.hex(), "nonce": nonce.hex(), "sealed": box.hex()}
    return canonical_json(kept).decode()


def opened_key(sealed: str, *, user: str, public: str, passphrase: str) -> KeyPair:
    """The key pair that was sealed for this user under this passphrase.

    Raises Forbidden for another passphrase, which cannot be told from a sealed key that was moved or altered,
    IntegrityError for what is no sealed key.
    """
    salt, nonce, box = _unpacked(sealed)
    try:
        private = AESGCM(_stretched(passphrase, salt)).decrypt(nonce, box, _bound_to(user, public))
    except InvalidTag:
        raise Forbidden(
            "the signing key cannot be opened: this is not the password it is sealed under"
        ) from None
    found = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()
    if found != public:
        raise IntegrityError(f"the signing key of {user} does not belong to its public key")
    return KeyPair(public=public, private=private)


def signature(private: bytes, message: bytes) -> str:
    """The signature of a message, in hex. private: the 32 bytes of the seed."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message).hex()


def verifies(public: str, message: bytes, signed: str) -> bool:
    """Whether a signature (hex) over a message is by the public key (hex); no for what is neither."""
    if not _SIGNATURE.fullmatch(signed):
        return False
    key = _public_key(public)
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(signed), message)
    except InvalidSignature:
        return False
    return True


# A long chain is signed by few people.
@lru_cache(maxsize=256)
def _public_key(public: str) -> Ed25519PublicKey | None:
    if not _PUBLIC.fullmatch(public):
        return None
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError:
        return None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, _PASSES, _KIBIBYTES, _LANES, _KEY_BYTES, Type.ID)


def _bound_to(user: str, public: str) -> bytes:
    return canonical_json([_FORM, user, public])


def _unpacked(sealed: str) -> tuple[bytes, bytes, bytes]:
    try:
        kept = json.loads(sealed)
        if kept["form"] != _FORM:
            raise ValueError
        salt, nonce, box = (bytes.fromhex(kept[name]) for name in ("salt", "nonce", "sealed"))
    except (ValueError, KeyError, TypeError):
        raise IntegrityError("what is kept as a signing key is none") from None
    if len(nonce) != _NONCE_BYTES or len(salt) != _SALT_BYTES:
        raise IntegrityError("what is kept as a signing key is none")
    return salt, nonce, box
