"""A pager in the manner of git: only on a terminal, only when the text is taller than it."""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress

_DEFAULT = "less -FRX"


def paged(text: str) -> bool:
    """Show the text in a pager; False when it should simply be written."""
    if not sys.stdout.isatty() or text.count("\n") < shutil.get_terminal_size().lines:
        return False
    command = _command()
    return bool(command) and _shown(command, text)


def _command() -> list[str]:
    named = next((os.environ[name] for name in ("CITEWELL_PAGER", "PAGER") if name in os.environ), _DEFAULT)
    try:
        words = shlex.split(named)
    except ValueError:
        return []
    if not words or words == ["cat"] or shutil.which(words[0]) is None:
        return []
    return words


def _shown(command: list[str], text: str) -> bool:
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    try:
        # The pager is the user's own choice, started without a shell.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603
    except OSError:
        return False
    # The reader may leave before the end: that is no fault.
    with suppress(BrokenPipeError, KeyboardInterrupt):
        process.communicate(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    while process.poll() is None:
        # Ctrl-C belongs to the pager while it is open.
        with suppress(KeyboardInterrupt):
            process.wait()
    return True
