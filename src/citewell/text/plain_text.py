"""Text that somebody hands in and others will read: refused where it could show otherwise than it reads."""

import unicodedata

from citewell.errors import InputError

# They join and part letters, and hide nothing.
_HARMLESS = frozenset("\u00ad\u200c\u200d")
_LINES = frozenset("\n\t")


def checked_text(text: str, what: str, *, most: int) -> str:
    """The text with its line ends made one, without white space around it.

    Raises InputError for text that says nothing, has more than `most` characters, or holds what cannot be
    seen: control characters, halves of pairs, and signs that turn the direction of reading (Boucher and
    Anderson, Trojan Source, USENIX Security 2023). All else stays as it is: HTML and SQL are words.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean:
        raise InputError(f"the {what} says nothing: give it in words")
    if len(clean) > most:
        raise InputError(f"the {what} has {len(clean):,} characters: at most {most:,} are kept")
    wrong = next((c for c in clean if _is_hidden(c)), None)
    if wrong is not None:
        raise InputError(f"the {what} holds U+{ord(wrong):04X}, which cannot be seen: type it again")
    return clean


def checked_line(text: str, what: str, *, most: int) -> str:
    """The same for what is one line: runs of white space become one space. Raises as `checked_text`."""
    return " ".join(checked_text(text, what, most=most).split())


def _is_hidden(character: str) -> bool:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return hidden and character not in _HARMLESS and character not in _LINES
