"""What differs between two contents: part by part and field by field, with what weighs marked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property

from citewell.editorial.fields import FieldKind, counted, kind_of
from citewell.editorial.weight import weighty
from citewell.model.reviews import CitedSource, Content, Part


class Change(StrEnum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field that reads otherwise. before, after: None where it was not, or is no longer.

    weighs: why a reviewer must not overlook it ("grade", "number", "negation"), empty where nothing shows it.
    """

    name: str
    before: str | None
    after: str | None

    @cached_property
    def weighs(self) -> tuple[str, ...]:
        """Why it weighs."""
        return weighty(self.name, self.before or "", self.after or "")


@dataclass(frozen=True, kw_only=True)
class PartChange:
    """A part that was added, taken away, or says something else. part: as it is now, or was last."""

    part: Part
    before: Part | None
    after: Part | None

    @property
    def anchor(self) -> str:
        """Its name, the same in both contents."""
        return self.part.anchor

    @property
    def title(self) -> str:
        """What it is called now, or was."""
        return self.part.title

    @property
    def change(self) -> Change:
        """What became of it."""
        return _change(self.before, self.after)

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that read otherwise, in the order in which they stand now, then those that are gone."""
        return _between(_fields(self.before), _fields(self.after))


@dataclass(frozen=True, kw_only=True)
class SourceChange:
    """A source that is cited anew, is no longer, or is not as it was. source: as it is now, or was last."""

    source: CitedSource
    before: CitedSource | None
    after: CitedSource | None

    @property
    def change(self) -> Change:
        """What became of it."""
        return _change(self.before, self.after)

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """What is known of it now and was not, or otherwise."""
        return _between(_known_of(self.before), _known_of(self.after))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """All that differs between two contents; equal contents differ in nothing.

    about: title and topics. order: of the parts as they now stand, empty where those that stayed follow each
    other as before.
    """

    about: tuple[FieldChange, ...]
    parts: tuple[PartChange, ...]
    sources: tuple[SourceChange, ...]
    made_of: tuple[FieldChange, ...]
    documents: tuple[FieldChange, ...]
    order: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def difference(before: Content, after: Content) -> Difference:
    """What has to be done to the first content to make it the second."""
    return Difference(
        about=_between(_about(before), _about(after)),
        parts=tuple(_parts(before.parts, after.parts)),
        sources=tuple(_sources(before.sources, after.sources)),
        made_of=_between(dict(before.made_of), dict(after.made_of)),
        documents=_between(dict(before.documents), dict(after.documents)),
        order=_order(before.parts, after.parts),
    )


def summary(found: Difference) -> str:
    """The difference in one line: "3 wordings, 1 grade, 2 sources changed; 1 part added"."""
    changed = Counter(
        kind_of(each.name) for part in found.parts if part.change is Change.CHANGED for each in part.fields
    )
    changed.update(kind_of(each.name) for each in found.about)
    told = [counted(kind, changed[kind]) for kind in FieldKind if changed[kind]]
    sources = [each for each in found.sources if each.change is Change.CHANGED]
    told += [f"{len(sources)} source{'s' * (len(sources) != 1)}"] if sources else []
    sentences = [f"{', '.join(told)} changed"] if told else []
    sentences += [_so_many(found, change) for change in (Change.ADDED, Change.REMOVED)]
    sentences += ["order changed"] if found.order else []
    return "; ".join(each for each in sentences if each) or _what_remains(found)


def _so_many(found: Difference, change: Change) -> str:
    parts = sum(each.change is change for each in found.parts)
    sources = sum(each.change is change for each in found.sources)
    told = [f"{n} {what}{'s' * (n != 1)}" for n, what in ((parts, "part"), (sources, "source")) if n]
    return f"{', '.join(told)} {change.value}" if told else ""


def _what_remains(found: Difference) -> str:
    return "nothing that is read changed" if found else "nothing changed"


def _parts(before: Sequence[Part], after: Sequence[Part]) -> Iterator[PartChange]:
    """Those of the second content in its order, then those that are gone."""
    was = {part.anchor: part for part in before}
    now = {part.anchor: part for part in after}
    for anchor, part in now.items():
        if was.get(anchor) != part:
            yield PartChange(part=part, before=was.get(anchor), after=part)
    gone = (part for anchor, part in was.items() if anchor not in now)
    yield from (PartChange(part=part, before=part, after=None) for part in gone)


def _sources(before: Sequence[CitedSource], after: Sequence[CitedSource]) -> Iterator[SourceChange]:
    was = {(each.origin, each.id): each for each in before}
    now = {(each.origin, each.id): each for each in after}
    for key, source in now.items():
        if was.get(key) != source:
            yield SourceChange(source=source, before=was.get(key), after=source)
    gone = (source for key, source in was.items() if key not in now)
    yield from (SourceChange(source=source, before=source, after=None) for source in gone)


def _order(before: Sequence[Part], after: Sequence[Part]) -> tuple[str, ...]:
    was, now = [part.anchor for part in before], tuple(part.anchor for part in after)
    known, stayed = set(was), set(now)
    unmoved = [each for each in was if each in stayed] == [each for each in now if each in known]
    return () if unmoved else now


def _between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        FieldChange(name=name, before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _change(before: object, after: object) -> Change:
    if before is None:
        return Change.ADDED
    return Change.REMOVED if after is None else Change.CHANGED


def _fields(part: Part | None) -> dict[str, str]:
    return {"title": part.title, **dict(part.fields)} if part else {}


def _known_of(source: CitedSource | None) -> dict[str, str]:
    if source is None:
        return {}
    known = ((each.name, getattr(source, each.name)) for each in fields(source))
    told = ((name, value if isinstance(value, str) else "\n".join(value)) for name, value in known)
    return {name: text for name, text in told if text and name not in _NAMES}


def _about(content: Content) -> dict[str, str]:
    return {"title": content.title, "topics": ", ".join(content.topics)}


_NAMES = frozenset({"id", "origin"})
