"""Which parts of a version are wanted: one, those of a kind, with words, with comments, or changed ones."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from citewell.model.reviews import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which parts: anchor may hold "*"; words stand in title or fields; what is told is in all of them."""

    anchor: str = ""
    words: str = ""
    commented: bool = False
    changed: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


def chosen(
    parts: Iterable[Part], wanted: Wanted, *, commented: Collection[str] = (), changed: Collection[str] = ()
) -> tuple[Part, ...]:
    """The parts that are wanted. commented, changed: the anchors of those that are."""
    tests = tuple(_tests(wanted, commented, changed))
    return tuple(part for part in parts if all(test(part) for test in tests))


def _tests(
    wanted: Wanted, commented: Collection[str], changed: Collection[str]
) -> Iterator[Callable[[Part], bool]]:
    if wanted.anchor:
        yield lambda part: part.anchor == wanted.anchor or fnmatchcase(part.anchor, wanted.anchor)
    if wanted.words:
        words = wanted.words.casefold().split()
        yield lambda part: all(word in _said(part) for word in words)
    if wanted.commented:
        yield lambda part: part.anchor in commented
    if wanted.changed:
        yield lambda part: part.anchor in changed


def _said(part: Part) -> str:
    return " ".join((part.anchor, part.title, *(text for _, text in part.fields))).casefold()
