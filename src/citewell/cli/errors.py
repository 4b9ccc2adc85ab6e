"""The edge: whatever goes wrong becomes one line on stderr and an exit code.

0 done · 1 faults found in a pack · 2 refused input or usage · 3 not found · 4 no longer the same ·
5 forbidden · 70 a promise of ours is broken, or a bug · 74 a file or device · 130 Ctrl-C · 141 closed pipe
"""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click

from citewell.errors import CitewellError

BUG = 70
UNWRITABLE = 74
INTERRUPTED = 130
CLOSED_PIPE = 141


class ClosedPipeError(Exception):
    """Whoever read our output has left: `head`, a pager, a closed window."""


def handled(run: Callable[[], Any]) -> int:
    """Run a command and give its exit code; no exception leaves."""
    try:
        code = run()
        sys.stdout.flush()
    except CitewellError as error:
        return _told(error.message, error.hint, error.exit_code)
    except click.ClickException as error:
        return _told_usage(error)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (ClosedPipeError, BrokenPipeError):
        _abandon_stdout()
        return CLOSED_PIPE
    except OSError as error:
        _abandon_stdout()
        return _told(describe(error), "", UNWRITABLE)
    except Exception as error:  # noqa: BLE001  the last net: a user is never shown a traceback unasked
        return _told_bug(error)
    return code if isinstance(code, int) else 0


def describe(error: OSError) -> str:
    """What the system refused, and where."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason


def say(message: str) -> None:
    """One line on stderr."""
    from citewell.answers.formats.words import one_line

    click.echo("citewell: " + one_line(message), err=True)


def _told(message: str, hint: str, code: int) -> int:
    from citewell.answers.formats.words import one_line

    say(message)
    if hint:
        click.echo("  " + one_line(hint), err=True)
    return code


def _told_usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return error.exit_code
    path = context.command_path if context is not None else "citewell"
    return _told(error.format_message(), f"see {path} --help", error.exit_code)


def _told_bug(error: Exception) -> int:
    if os.environ.get("CITEWELL_DEBUG") == "1":
        traceback.print_exception(error)
    remedy = "please report it with the traceback that CITEWELL_DEBUG=1 prints"
    return _told(f"this is a bug: {type(error).__name__}: {error}", remedy, BUG)


def _abandon_stdout() -> None:
    """Point stdout at nothing, so that Python's last flush does not fail a second time."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        # A stdout without a descriptor has nothing that could fail later.
        return
