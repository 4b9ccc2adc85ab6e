"""Names that are letters with a number ("B12", "CD20", "NG234", "L9"): each character of them counts.

They are no quantities, and those that are vertebral levels are read as such (`text.quantities.levels`).
"""

import re
from functools import lru_cache

from citewell.text.quantities import levels

# With a hyphen only in capitals: of "grade-3" and "pre-2010" the number is a number.
_DESIGNATION = re.compile(r"(?<![^\W_])(?:[A-Za-z]{1,6}|[A-Z]{1,6}-)\d{1,4}(?![^\W_])(?!\.\d)")


@lru_cache(maxsize=4096)
def designations(text: str) -> frozenset[str]:
    """The names of this kind in a text, in lowercase and without a hyphen; vertebral levels are left out."""
    found = (match.group() for match in _DESIGNATION.finditer(text))
    return frozenset(name.replace("-", "").casefold() for name in found if not levels(name))
