"""A fault in somebody's file, as a value: editors get all of them at once, with the line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a pack.

    path: relative to the pack's folder.  line: 1-based, 0 when the fault has no single line.
    code: stable, e.g. `citation.dangling`.  message: what is wrong.  hint: how to mend it.
    """

    path: str
    line: int
    code: str
    message: str
    hint: str = ""
