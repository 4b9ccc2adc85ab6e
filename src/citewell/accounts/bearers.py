"""Secrets that whoever holds them may use: how they are made, written, read and compared.

Written as `prefix_id_secret` in lowercase hex: a 64-bit id by which the row is found, 256 random bits, and a
CRC-32 by which a typing error is told from a wrong secret. Kept is SHA-256 of the secret alone: it needs no
salt and no slow hash, since nobody can try 2**256 values, however fast each is (NIST SP 800-63B, look-up
secrets of 112 bits and more).
"""

import hashlib
import hmac
import re
import secrets
import zlib
from dataclasses import dataclass, field

from citewell.errors import Forbidden

_ID_BYTES = 8
_SECRET_BYTES = 32
_FORM = re.compile(r"(cws?)_([0-9a-f]{16})_([0-9a-f]{64})([0-9a-f]{8})")
# What the texts of both begin with.
OF_TOKENS = "cw"
OF_SESSIONS = "cws"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A bearer's secret. prefix: `cw` for an API token, `cws` for a session."""

    prefix: str
    id: str
    secret: str = field(repr=False)

    @property
    def text(self) -> str:
        """As it is given to its bearer, once."""
        return f"{self.prefix}_{self.id}_{self.secret}{_check(self.prefix, self.id, self.secret)}"

    @property
    def digest(self) -> str:
        """What is kept of it: SHA-256 of the secret, in hex."""
        return hashlib.sha256(bytes.fromhex(self.secret)).hexdigest()


def new_bearer(prefix: str) -> Bearer:
    """A new secret from the system's random source."""
    return Bearer(prefix=prefix, id=secrets.token_hex(_ID_BYTES), secret=secrets.token_hex(_SECRET_BYTES))


def read_bearer(text: str) -> Bearer:
    """The secret that somebody shows. Raises Forbidden, which does not tell it, for what cannot be one."""
    found = _FORM.fullmatch(text.strip())
    if not found or _check(*found.group(1, 2, 3)) != found[4]:
        raise Forbidden(
            "this is no token or session of Citewell, or it was not copied whole",
            hint="sign in with citewell user login, or make a token: citewell user token make",
        )
    return Bearer(prefix=found[1], id=found[2], secret=found[3])


def holds(bearer: Bearer, kept: str) -> bool:
    """Whether the secret is the one kept as this digest; takes as long for any other."""
    return hmac.compare_digest(bearer.digest, kept)


def _check(prefix: str, name: str, secret: str) -> str:
    return f"{zlib.crc32(f'{prefix}_{name}_{secret}'.encode()):08x}"
