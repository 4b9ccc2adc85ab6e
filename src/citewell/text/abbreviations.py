"""Abbreviations and the long forms that a text gives for them: "giant cell arteritis (GCA)".

Method: A. S. Schwartz, M. A. Hearst, A simple algorithm for identifying abbreviation definitions in
biomedical text, Pacific Symposium on Biocomputing 2003, 451-462. Before it, words whose initials are the
letters are looked for, or "association" would be what the AOA is.
"""

import re
from collections.abc import Iterator

_SHORT = re.compile(r" \(([A-Za-z][A-Za-z0-9/&-]{1,9})[;,)]")
_WORD_START = re.compile(r"(?<![\w-])\w")
_PART = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
_LONGEST = 120
_MOST_WORDS_OVER = 5


def abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """The pairs (short form, long form) that the text itself defines, in the order they stand in it.

    Only what stands as "long form (SHORT)" on one line is read; a short form has a capital.
    """
    for match in _SHORT.finditer(text):
        short = match[1]
        if short.upper() == short or sum(letter.isupper() for letter in short) > 1:
            before = _words_before(text, match.start(), len(short))
            long = _by_initials(short, before) or _long_form(short, before)
            if long:
                yield short, long


def _words_before(text: str, end: int, letters: int) -> str:
    line = text[max(end - _LONGEST, 0) : end]
    line = line[max(line.rfind(mark) + 1 for mark in ".;:\n\t()") :]
    words = line.split()
    return " ".join(words[-min(letters + _MOST_WORDS_OVER, letters * 2) :])


def _by_initials(short: str, before: str) -> str:
    """The last words whose initials are the letters of the short form, less the "s" of its plural; a small
    word between them may be left out and begins none, and a hyphen parts words.
    """
    letters = [letter for letter in short.removesuffix("s").lower() if letter.isalnum()]
    for part in reversed(list(_PART.finditer(before))):
        small = part[0].lower() in _SMALL_WORDS
        if part[0][0].lower() == letters[-1] and not (small and len(letters) == 1):
            letters.pop()
        elif not small:
            return ""
        if not letters:
            return "" if before[: part.start()].endswith("-") else before[part.start() :]
    return ""


def _long_form(short: str, before: str) -> str:
    """Schwartz and Hearst's match from the right: each letter of the short form stands in the long one in
    order, the first of them at the beginning of a word.
    """
    at = len(before)
    folded = before.lower()
    letters = [letter for letter in short.lower() if letter.isalnum()]
    for n in range(len(letters) - 1, -1, -1):
        at = _letter_before(folded, letters[n], at, starts_word=n == 0)
        if at < 0:
            return ""
    long = before[at:]
    return long if len(long) > len(short) and short not in long.split() else ""


def _letter_before(text: str, letter: str, end: int, *, starts_word: bool) -> int:
    at = text.rfind(letter, 0, end)
    while starts_word and at > 0 and not _WORD_START.match(text, at):
        at = text.rfind(letter, 0, at)
    return at
