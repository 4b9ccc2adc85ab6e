"""The error family: what went wrong, for the caller, with a stable code.

    CitewellError
    ├── InputError       422   exit 2    you sent something we refuse
    ├── NotFound         404   exit 3
    ├── Conflict         409   exit 4    the record moved on while you were looking
    ├── Forbidden        403   exit 5
    ├── PreconditionFailed 412  exit 2   what is needed to answer did not come along
    └── IntegrityError   500   exit 70   our promise is broken: stop, log, page someone

A fault in somebody's *file* is not an exception but a `Problem` (see `model.problems`),
so that an editor is shown all of them at once.
"""

from typing import ClassVar


class CitewellError(Exception):
    """The call cannot go on. `code` is stable and searchable, the message is one clear line."""

    code: ClassVar[str] = "citewell"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(CitewellError):
    """The caller sent something we refuse; the message says what, where and how to mend it."""

    code = "input"
    status = 422
    exit_code = 2


def not_installed(doing: str, package: str | None, *, extra: str) -> InputError:
    """That what is asked for needs a package of an extra. doing: "serving"; package: its name."""
    return InputError(
        f"{doing} needs a package that is not installed: {package}", hint=f"pip install 'citewell[{extra}]'"
    )


class NotFound(CitewellError):
    """Nothing has that name or fingerprint."""

    code = "not-found"
    status = 404
    exit_code = 3


class Conflict(CitewellError):
    """The record moved on while the caller was looking at it."""

    code = "conflict"
    status = 409
    exit_code = 4


class Forbidden(CitewellError):
    """The caller may not do this."""

    code = "forbidden"
    status = 403
    exit_code = 5


class PreconditionFailed(CitewellError):
    """What is needed to answer did not come along, and we fetch nothing ourselves (CDS Hooks 2.0)."""

    code = "precondition"
    status = 412
    exit_code = 2


class IntegrityError(CitewellError):
    """A promise of ours is broken: a quote that is not in its source, a ledger that was altered."""

    code = "integrity"
    status = 500
    exit_code = 70
