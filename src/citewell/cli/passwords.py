"""Passwords at the command line: asked for without being shown, or read from stdin; never an argument."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from citewell.errors import InputError

_Command = TypeVar("_Command", bound=Callable[..., Any])
_LONGEST_LINE = 4_096


def stdin_option(command: _Command) -> _Command:
    """--password-stdin: where the password comes from when there is nobody to ask."""
    return click.option(
        "--password-stdin",
        "from_stdin",
        is_flag=True,
        help="Read the password from stdin, one line each.",
    )(command)


def asked(prompt: str, *, from_stdin: bool) -> str:
    """A password that exists: asked for once. Raises InputError where nobody can be asked."""
    return _read_line() if from_stdin else _prompted(prompt)


def asked_anew(prompt: str, *, from_stdin: bool) -> str:
    """A new password; at a terminal it is asked for twice. Raises InputError when the two differ."""
    password = asked(prompt, from_stdin=from_stdin)
    if not from_stdin and _prompted("The same again") != password:
        raise InputError("the two passwords are not the same: nothing was changed")
    return password


def _prompted(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise InputError(
            "there is no terminal to ask for a password at", hint="give it with --password-stdin"
        )
    return str(click.prompt(prompt, hide_input=True, err=True, default="", show_default=False))


def _read_line() -> str:
    line = sys.stdin.buffer.readline(_LONGEST_LINE + 1)
    if len(line) > _LONGEST_LINE:
        raise InputError("the password on stdin is too long")
    try:
        password = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputError("the password on stdin is not in UTF-8") from None
    if not password:
        raise InputError("no password came on stdin: one line for each that is asked for")
    return password
