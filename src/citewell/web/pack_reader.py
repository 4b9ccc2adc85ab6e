"""A pack ready to be shown: its items, their addresses, its faults at them; made once an edition and day."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from statistics import median
from threading import Lock

from citewell.answers.formats.page import Stages
from citewell.answers.formats.review import stages_at, stages_of
from citewell.answers.formats.words import cleaned
from citewell.engine.pack_reading import Checker, Record, cited_by, faults_at
from citewell.guidelines.logic import circumstances
from citewell.model.cases import NO_FACTS
from citewell.model.catalog import Catalog
from citewell.model.guidelines import GuidelinePack
from citewell.model.problems import Problem
from citewell.model.standing import Standing
from citewell.web.pack_items import PARTS, items_of
from citewell.web.pack_records import Item, Shelf

# A page of so many items stays below 150 kB.
A_PAGE = 40
_MOST_KEPT = 8


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An edition of a pack, as it is shown on one day (ISO 8601). Its texts are clean."""

    on: str
    catalog: Catalog
    shelf: Shelf
    faults: Mapping[Record | None, tuple[Problem, ...]]

    @cached_property
    def items(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each part; parts without any are left out."""
        made = {part: items_of(part, self.shelf) for part in PARTS}
        return {part: items for part, items in made.items() if items}

    @cached_property
    def places(self) -> Mapping[tuple[str, str], str]:
        """The address of each item, by part and id: on the page where it stands."""
        return {
            (part, item.id): _address(self.catalog.pack.id, part, n, item.id)
            for part, items in self.items.items()
            for n, item in enumerate(items)
        }

    @cached_property
    def citing(self) -> Mapping[str, tuple[Record, ...]]:
        """Who cites each finding."""
        return cited_by(self.catalog.pack)

    @cached_property
    def faults_of(self) -> Mapping[tuple[str, str], tuple[Problem, ...]]:
        """The faults of each record, by part and id."""
        return {(record.part, record.id): found for record, found in self.faults.items() if record}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An edition with what the board says of it now."""

    edition: Edition
    standing: Standing | None

    @property
    def catalog(self) -> Catalog:
        """The records of the pack by their ids."""
        return self.edition.catalog

    @property
    def pack(self) -> GuidelinePack:
        """The pack itself."""
        return self.edition.catalog.pack

    @property
    def status(self) -> str:
        """Where it stands, as a status."""
        return (self.standing or self.pack).status.value

    @property
    def stages(self) -> Stages | None:
        """The stages of its review: as the board says or, where it says nothing, the pack itself."""
        return stages_of(self.standing) or stages_at(self.status)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items each part has that has any."""
        return {part: len(items) for part, items in self.edition.items.items()}

    @property
    def fault_count(self) -> int:
        """How many faults the checker finds."""
        return sum(map(len, self.edition.faults.values()))

    @property
    def years(self) -> tuple[int, int, int]:
        """The year of the oldest source, the one in the middle, and the newest."""
        years = sorted(source.year for source in self.pack.sources) or [0]
        return years[0], int(median(years)), years[-1]


class PackReader:
    """Reads packs, each edition once a day; safe to share between threads."""

    def __init__(self) -> None:
        self._checker = Checker()
        self._kept: OrderedDict[tuple[str, str], Edition] = OrderedDict()
        self._lock = Lock()

    def read(self, catalog: Catalog, standing: Standing | None, *, today: date) -> Reading:
        """The pack as it stands on this day; standing: what the board says of it."""
        key = (catalog.pack.digest, today.isoformat())
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._edition(catalog, today)
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            edition = self._kept[key]
        return Reading(edition=edition, standing=cleaned(standing))

    def _edition(self, catalog: Catalog, today: date) -> Edition:
        faults = self._checker.faults(catalog.pack)
        # `cleaned` leaves mappings as they are; nothing of the criteria is shown but their facts' labels.
        clean = replace(Catalog.of(cleaned(catalog.pack)), grades=catalog.grades)
        known = circumstances(clean.pack, NO_FACTS, on=today.isoformat())
        return Edition(
            on=today.isoformat(),
            catalog=clean,
            shelf=Shelf(catalog=clean, known=known, year=today.year),
            faults=faults_at(clean.pack, cleaned(faults)),
        )


def _address(pack: str, part: str, n: int, item: str) -> str:
    number = n // A_PAGE + 1
    return f"/packs/{pack}/{part}{f'?page={number}' if number > 1 else ''}#{item}"
