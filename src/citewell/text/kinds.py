"""The kinds that treatments and tests belong to: what is said of antibiotics is said of carbapenems.

The kinds are data (`vocabulary/kinds.txt`): a line for each, the kind before a colon and its members behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from citewell.text.tokens import stem

Kinds = Mapping[str, frozenset[str]]
NO_KINDS: Kinds = {}
_FILE = "kinds.txt"
_COMMENT = "#"


@lru_cache(maxsize=4)
def read_kinds(folder: Path | None) -> Kinds:
    """The kinds of each member, as stems; none where the vocabulary has no such file. Raises OSError."""
    if folder is None or not (file := folder / _FILE).is_file():
        return NO_KINDS
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines():
        kind, _, members = line.partition(":")
        if members and not line.startswith(_COMMENT):
            for member in members.split():
                found[stem(member)].add(stem(kind.strip()))
    return {member: frozenset(kinds) for member, kinds in found.items()}


def with_kinds(stems: Iterable[str], kinds: Kinds) -> frozenset[str]:
    """Stems with those of the kinds they belong to."""
    named = frozenset(stems)
    return named.union(*(kinds.get(one, ()) for one in named))
