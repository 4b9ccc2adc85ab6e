"""Who types: a token from the environment, else the session of `citewell user login`.

For every command that needs to know who acts:

    with at_the_desk() as desk:
        who = desk.person()
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from citewell.errors import Forbidden, InputError

if TYPE_CHECKING:
    from citewell.editorial.audit import Signer
    from citewell.engine.offices import Offices
    from citewell.model.accounts import Person

_TOKEN = "CITEWELL_TOKEN"  # noqa: S105  the name of a variable
_SESSION = "CITEWELL_SESSION"
_READ_BY_OTHERS = 0o077
_LARGEST = 1_024


@dataclass(frozen=True, slots=True)
class Desk:
    """The offices of an open register, and who types; what the commands of the desk begin from."""

    offices: "Offices"

    def person(self) -> "Person":
        """Who is signed in. Raises Forbidden when nobody is, or the credential no longer holds."""
        return self.offices.entrance.who(signed_in())

    def signer(self, who: "Person", *, from_stdin: bool) -> "Signer":
        """What signs as this person; asks for the password that opens their key. Raises Forbidden."""
        from citewell.cli.passwords import asked

        password = asked(f"Password of {who.name}, to sign", from_stdin=from_stdin)
        return self.offices.credentials.signer(who, password, origin=origin())


@contextmanager
def at_the_desk() -> Iterator[Desk]:
    """The register of the settings, opened, and closed in the end. Raises as `open_register`."""
    from citewell.config import settings_from
    from citewell.engine.desk import open_register
    from citewell.engine.policies import policies

    settings = settings_from()
    in_force = policies(settings)
    register = open_register(settings)
    try:
        # Its modules need the extra, which `open_register` has seen to be there.
        from citewell.engine.offices import Offices

        yield Desk(Offices(register=register, policies=in_force, now=now))
    finally:
        register.close()


def signed_in() -> str:
    """The credential of whoever types: `CITEWELL_TOKEN`, else the session kept by `user login`.

    Raises Forbidden when there is neither, InputError for a session file that others can read.
    """
    token = os.environ.get(_TOKEN, "").strip()
    return token or kept_session()


def kept_session() -> str:
    """The session kept by `user login`. Raises as `signed_in`."""
    path = session_file()
    try:
        with path.open("rb") as file:
            open_to_others = os.name == "posix" and os.fstat(file.fileno()).st_mode & _READ_BY_OTHERS
            text = file.read(_LARGEST).decode("ascii", "replace").strip()
    except FileNotFoundError:
        raise Forbidden("you are not signed in", hint="sign in: citewell user login NAME") from None
    if open_to_others:
        raise InputError(f"{path} can be read by others: it is a secret", hint=f"chmod 600 {path}")
    return text


def keep_session(secret: str) -> None:
    """Keep a session for the commands that follow, in a file that only its owner reads."""
    from citewell.storage.whole_file import whole_file

    path = session_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole_file(path, mode=0o600) as file:
        file.write(f"{secret}\n".encode())


def forget_session() -> None:
    """Remove the kept session."""
    session_file().unlink(missing_ok=True)


def session_file() -> Path:
    """Where the session is kept: `CITEWELL_SESSION`, else a file of the user's state folder."""
    named = os.environ.get(_SESSION, "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_state_path

    return user_state_path("citewell", appauthor=False) / "session"


def origin() -> str:
    """From where somebody acts, for the limit on attempts and the audit: this machine's name."""
    return f"host:{platform.node()}"


def now() -> str:
    """The present time as the register keeps times: the clock of the commands of the desk."""
    from citewell.text.moments import as_text

    return as_text(datetime.now(UTC))
