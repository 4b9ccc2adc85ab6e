"""What a library speaks of most, in its sources' own words: where to begin without a question."""

import re
from collections import Counter

from citewell.engine.shelf import Shelf

_MOST = 12
# "Chronic kidney disease (CKD)": the same condition is printed with and without.
_SHORT_BEHIND = re.compile(r"\s*\([^()]{1,40}\)$")


def subjects(shelf: Shelf, *, most: int = _MOST) -> tuple[str, ...]:
    """The conditions that most sources are about, by name. Reads what is known of every source."""
    told = Counter[str]()
    spelled: dict[str, str] = {}
    for _, document in shelf.described(shelf.library.ids()):
        for name in {_SHORT_BEHIND.sub("", " ".join(each.split())) for each in document.conditions}:
            key = name.casefold()
            told[key] += 1
            spelled[key] = min(name, spelled.get(key, name))
    first = sorted(told, key=lambda key: (-told[key], key))[:most]
    return tuple(sorted(spelled[key] for key in first))
