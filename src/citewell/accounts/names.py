"""Names of accounts, and what is shown beside them."""

import re

from citewell.errors import InputError
from citewell.model.reviews import SYSTEM

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_LONGEST_NAME = 64
_LONGEST_DISPLAY = 120
_RESERVED = frozenset({SYSTEM, "anonymous", "nobody", "root"})


def is_name(text: str) -> bool:
    """Whether this can be an account's name: ASCII only, so that no two names look alike."""
    return len(text) <= _LONGEST_NAME and bool(_NAME.fullmatch(text)) and text not in _RESERVED


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a new account. Raises InputError."""
    if name in _RESERVED:
        raise InputError(f"the name {name} is reserved", hint="take another")
    if not is_name(name):
        raise InputError(
            f"{name[:_LONGEST_NAME]!r} cannot be an account's name",
            hint=f"lowercase letters, digits, and . _ - between them; at most {_LONGEST_NAME}",
        )


def check_display(display: str) -> None:
    """Refuse what cannot stand on a line as somebody's name. Raises InputError."""
    if not (0 < len(display) <= _LONGEST_DISPLAY and display.isprintable() and display.strip()):
        raise InputError(f"a name to show is one line of 1 to {_LONGEST_DISPLAY} characters")
