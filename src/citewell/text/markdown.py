"""Plain text as Markdown in which every sign stands for itself (CommonMark 0.31, §2.4 Backslash escapes)."""

import re

# What would begin markup inside a line; with it the tables, strikethrough and links of GitHub's dialect.
_MARKS = re.compile(r"([\\`*_\[\]<>|#~&!])")
# What would start a list, a heading or a quotation where it opens a line.
_OPENER = re.compile(r"^(?:[-+=]|\d+[.)])")


def escaped(text: str) -> str:
    """The text of one line, or a part of it, with nothing in it that is read as a mark inside a line."""
    return _MARKS.sub(r"\\\1", text)


def opened(line: str) -> str:
    """An escaped line that may begin a block, and begins no list and no heading by its own first signs."""
    return _OPENER.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)
