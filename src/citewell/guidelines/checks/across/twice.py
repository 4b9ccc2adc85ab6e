"""What packs share is told once: no record of one id in two places, no source under two ids."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from citewell.guidelines.checks.across.members import Found, Member
from citewell.guidelines.parts import CONCEPTS, CRITERIA, FACTS, GLOSSARY, PACK, VALUES
from citewell.model.guidelines import GuidelinePack
from citewell.model.problems import Problem
from citewell.model.sources import Source


@dataclass(frozen=True, slots=True)
class _Told:
    """One record: its kind and id, and where it stands."""

    what: str
    path: str
    record: Any


def records_are_told_once(members: Sequence[Member]) -> Iterator[Found]:
    """No fact, source, concept, value, criterion or term is defined in two of the packs and bases."""
    first: dict[str, tuple[Member, _Told]] = {}
    for member in members:
        for told in _told(member.catalog.pack):
            earlier, before = first.setdefault(told.what, (member, told))
            if earlier is not member:
                yield Found(member, _fault(member, told, earlier, before))


def sources_have_one_id(members: Sequence[Member]) -> Iterator[Found]:
    """No source is told under two ids, and no two sources are shown under one short name."""
    for name, called in _IDENTIFIERS.items():
        first: dict[str, tuple[Member, Source]] = {}
        for member in members:
            for source in member.catalog.pack.sources:
                key = called(source)
                earlier, before = first.setdefault(key, (member, source))
                if key and before.id != source.id and not _told_alone(name, earlier, member):
                    message = f'"{source.id}" has the {name} of "{before.id}" ({earlier.name}): {key}'
                    hint = "one source, one file: let both cite it; or correct the identifier"
                    problem = Problem(source.path, source.line, "across.source", message, hint)
                    yield Found(member, problem)


def packs_have_one_id(members: Sequence[Member]) -> Iterator[Found]:
    """No two packs or bases have one id."""
    first: dict[str, Member] = {}
    for member in members:
        if first.setdefault(member.name, member) is not member:
            message = f'the id "{member.name}" is that of another pack or base, too'
            problem = Problem(PACK, 1, "across.twice", message, "give each its own")
            yield Found(member, problem)


_IDENTIFIERS: dict[str, Callable[[Source], str]] = {
    "DOI": lambda source: source.doi.casefold(),
    "PubMed id": lambda source: source.pmid,
    "short name": lambda source: source.short,
}


def _told_alone(name: str, one: Member, other: Member) -> bool:
    """Whether the fault is told of the pack alone already."""
    return name == "short name" and one is other


def _told(pack: GuidelinePack) -> Iterator[_Told]:
    for kind, path in (("fact", FACTS), ("concept", CONCEPTS), ("value", VALUES)):
        for record in getattr(pack, f"{kind}s"):
            yield _Told(f'the {kind} "{record.id}"', path, record)
    for source in pack.sources:
        yield _Told(f'the source "{source.id}"', source.path, source)
    for rules in pack.safety:
        yield _Told(f'the safety of "{rules.id}"', rules.path, rules)
    for name, criterion in pack.criteria.items():
        yield _Told(f'the criterion "{name}"', CRITERIA, criterion)
    for entry in pack.glossary:
        yield _Told(f'the term "{entry.term}"', GLOSSARY, entry)


def _fault(member: Member, told: _Told, earlier: Member, before: _Told) -> Problem:
    where = (told.path, told.record.line)
    if member.imports(earlier):
        message = f"{told.what} is imported from {earlier.name}, and defined again"
        return Problem(*where, "import.twice", message, "use that of the base, or give this one its own id")
    if _same(told.record, before.record):
        message = f"{told.what} is told in {earlier.name}, too"
        return Problem(*where, "across.twice", message, "move it to a base that both import")
    message = f"{told.what} is told differently in {earlier.name}"
    return Problem(*where, "across.differs", message, "agree on one in a base, or give each its own id")


def _same(one: Any, other: Any) -> bool:
    return bool(_without_place(one) == _without_place(other))


def _without_place(record: Any) -> Any:
    """The record without the lines and files in which it, and what is in it, stands."""
    if is_dataclass(record):
        names = [field.name for field in fields(record) if field.name not in {"line", "path"}]
        return [(name, _without_place(getattr(record, name))) for name in names]
    if isinstance(record, tuple):
        return [_without_place(each) for each in record]
    return record
