"""Which records of a pack are its own, and which it takes of its bases, as its imports tell."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from citewell.model.bases import SharedBase
from citewell.model.guidelines import GlossaryEntry, GuidelinePack, Import
from citewell.model.standing import Status

# The kinds of records of a base, as its record and that of a pack call them.
KINDS = ("concepts", "sources", "facts", "criteria", "values", "glossary", "safety")


def own_part(pack: GuidelinePack) -> GuidelinePack:
    """The pack with its own records alone, without those that it takes of its bases."""
    imported = {kind: {one for each in pack.imports for one in each.records.get(kind, ())} for kind in KINDS}
    own = {kind: frozenset(ids_of(pack, kind)) - imported[kind] for kind in KINDS}
    return replace(pack, **_records(pack, own))


def imported_parts(pack: GuidelinePack) -> tuple[GuidelinePack, ...]:
    """What a pack takes of each of its bases, as packs that say nothing of their own, in order."""
    return tuple(_taken(pack, each) for each in pack.imports)


def as_pack(base: SharedBase) -> GuidelinePack:
    """The base as a pack that says nothing of its own, for what is asked of both."""
    kinds = {kind: getattr(base, kind) for kind in KINDS}
    head = {name: getattr(base, name) for name in ("id", "title", "version", "updated", "summary", "digest")}
    return GuidelinePack(**head, **kinds, status=Status.DRAFT, covers=())


def ids_of(holder: GuidelinePack | SharedBase, kind: str) -> tuple[str, ...]:
    """The ids of its records of one of the `KINDS`, in order; names of criteria, terms of a glossary."""
    records = getattr(holder, kind)
    return tuple(records) if kind == "criteria" else tuple(map(_id, records))


def _id(record: Any) -> str:
    name: str = record.term if isinstance(record, GlossaryEntry) else record.id
    return name


def _taken(pack: GuidelinePack, imported: Import) -> GuidelinePack:
    taken = {kind: frozenset(imported.records.get(kind, ())) for kind in KINDS}
    return GuidelinePack(
        id=imported.id,
        title=imported.id,
        version=imported.version,
        status=pack.status,
        updated=pack.updated,
        summary="",
        covers=(),
        **_records(pack, taken),
    )


def _records(pack: GuidelinePack, wanted: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Of each kind the records with the ids that are wanted."""
    return {
        "criteria": {name: rule for name, rule in pack.criteria.items() if name in wanted["criteria"]},
        **{
            kind: tuple(record for record in getattr(pack, kind) if _id(record) in wanted[kind])
            for kind in KINDS
            if kind != "criteria"
        },
    }
