"""What people hand to a command: questions and files, read within limits."""

import sys
from pathlib import Path

from citewell.engine.requests import LARGEST_QUESTION, decoded, text_only
from citewell.errors import InputError, NotFound

LARGEST_FILE = 1024 * 1024


def read_question(argument: str, *, what: str = "question") -> str:
    """The argument, or with `-` what stands on stdin; refuses what is not text."""
    if argument != "-":
        return text_only(argument, what)
    data = sys.stdin.buffer.read(LARGEST_QUESTION + 1)
    if len(data) > LARGEST_QUESTION:
        raise InputError(f"the {what} on stdin is longer than 64 KiB: shorten it")
    return text_only(decoded(data, f"the {what} on stdin"), what).strip()


def read_file(path: Path, *, most: int = LARGEST_FILE) -> bytes:
    """A file's bytes, or with `-` those of stdin; at most so many of them."""
    try:
        data = _bytes_of(path, most + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > most:
        raise InputError(f"{path} is larger than {most >> 20} MiB: is it the right file?")
    return data


def _bytes_of(path: Path, most: int) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(most)
    with path.open("rb") as file:
        return file.read(most)
