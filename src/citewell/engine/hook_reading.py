"""What a record tells of a patient, and what each pack says of it: the ground on which cards stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citewell.answers.wording import CAUTION
from citewell.engine.applying import clash_words
from citewell.engine.standing import pack_standing
from citewell.errors import InputError
from citewell.guidelines.apply import apply
from citewell.guidelines.facts import read_facts
from citewell.guidelines.logic import Circumstances, circumstances
from citewell.guidelines.wording import value_in_words
from citewell.model.applied import Applied, Disposed
from citewell.model.cases import NO_FACTS, CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, Statement
from citewell.model.patients import FileFact, FileReading
from citewell.model.standing import Status

if TYPE_CHECKING:
    from citewell.engine.answering import Engine

_STRONG = "strong"
_OF_PATIENT = "Patient"
# What the board has put aside must not reach a clinician at work.
_SPENT = frozenset({Status.SUPERSEDED, Status.RETIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One pack applied to a patient as the record tells of them.

    sources: by fact, where the record states it. known: the circumstances by which criteria are judged.
    conflicts: by fact, in words, what of the record contradicts itself or cannot be, and was not used. notes:
    what else a reader of the record must know. status, caution: where the pack stands with its reviewers.
    speaks: whether the patient is certainly one of those whom the pack is for.
    """

    catalog: Catalog
    applied: Applied
    known: Circumstances
    sources: Mapping[str, FileFact]
    conflicts: Mapping[str, str]
    notes: tuple[str, ...]
    status: Status
    caution: str
    speaks: bool

    @property
    def is_addressed(self) -> bool:
        """Whether the pack is certainly for the patient, and does not leave them out."""
        return self.speaks and not self.applied.excluded

    @property
    def emergency(self) -> Disposed | None:
        """The disposition, where a reason holds for help at once and the pack speaks of the patient."""
        disposed = self.applied.disposition
        is_one = disposed is not None and bool(disposed.because) and disposed.disposition.is_critical
        return disposed if self.speaks and is_one else None

    def told_by(self, facts: Iterable[str]) -> frozenset[str]:
        """The entries of the record that state these facts; of one that has no entry of its own, the fact.

        One diagnosis may state several facts, each of which a pack gives as its reason.
        """
        read = ((fact, self.sources.get(fact)) for fact in facts)
        return frozenset(
            found.resource if found and not found.resource.startswith(_OF_PATIENT) else fact
            for fact, found in read
        )

    def stated(self, facts: Sequence[str]) -> tuple[str, ...]:
        """Facts with where the record has them, as one note: "On record: Age: 78 years (Patient/7)".

        After it what in the record may speak against them.
        """
        doubts = (doubt for fact in facts for doubt in self.doubts(fact))
        return (f"On record: {'; '.join(map(self._stated, facts))}", *doubts) if facts else ()

    def _stated(self, fact: str) -> str:
        read = self.sources.get(fact)
        return f"{self.valued(fact)} ({read.source if read else 'follows from other facts'})"

    def valued(self, fact: str) -> str:
        """A fact with its value: "Age: 78 years"."""
        definition, known = self.catalog.facts[fact], self.applied.facts.get(fact)
        value = value_in_words(definition, known.value) if known else "not known"
        return f"{definition.label}: {value}"

    def is_strong(self, statement: Statement) -> bool:
        """Whether a recommendation is graded strong, by what its printed grade is harmonised to."""
        grade = self.catalog.grades.get(statement.id)
        return grade is not None and grade.strength == _STRONG

    def is_in_force(self, statement: Statement) -> bool:
        """Whether a source that it cites still stands: not superseded, withdrawn or retracted."""
        sources = (self.catalog.findings[citation][0] for citation in statement.cites)
        return any(not source.status.fallen for source in sources)

    def doubts(self, fact: str) -> tuple[str, ...]:
        """What on record is about a fact and was not used."""
        label = self.catalog.facts[fact].label
        return tuple(note for note in self.notes if note.startswith(f"{label}: "))


def charts_of(engine: "Engine", reading: FileReading, *, what_if: bool) -> tuple[Chart, ...]:
    """What each pack that was not put aside says of the patient of a record, in the packs' order.

    what_if: as of `guidelines.apply`, by which what is missing comes in the order in which it weighs; of the
    packs that speak of the patient.
    """
    found = (_chart(engine, catalog, reading, what_if=what_if) for catalog in engine.catalogs.values())
    return tuple(chart for chart in found if chart.status not in _SPENT)


def _chart(engine: "Engine", catalog: Catalog, reading: FileReading, *, what_if: bool) -> Chart:
    own = [fact for fact in reading.facts if fact.fact in catalog.facts]
    facts, refused = _facts(own, catalog.facts)
    applied = apply(catalog, facts, on=engine.today, what_if=False)
    clashes = {
        c.fact: f"{clash_words(c.fact, c.given, c.because, catalog)}; the others count"
        for c in applied.contradictions
    }
    if clashes:
        facts = facts.without(frozenset(clashes))
        applied = apply(catalog, facts, on=engine.today, what_if=False)
    speaks = bool(applied.in_population) or _is_placed_anyway(reading, facts, catalog, on=engine.today)
    if speaks and what_if:
        applied = apply(catalog, facts, on=engine.today)
    standing = pack_standing(catalog.pack, engine.board)
    status = standing.status if standing else catalog.pack.status
    return Chart(
        catalog=catalog,
        applied=applied,
        known=circumstances(catalog.pack, applied.facts, on=engine.today),
        sources={fact.fact: fact for fact in own if facts.get(fact.fact)},
        conflicts={**_said_both_ways(reading, catalog.facts), **refused, **clashes},
        notes=reading.notes,
        status=status,
        caution=CAUTION[status],
        speaks=speaks,
    )


def _is_placed_anyway(reading: FileReading, facts: CaseFacts, catalog: Catalog, *, on: str) -> bool:
    """Whether the pack is for the patient whichever side of one conflict is right.

    A fracture of a thoracic vertebra and one of the sacrum: the region is unknown, and each is the pack's.
    """
    return any(
        conflict.sides and all(_is_placed(side, facts, catalog, on=on) for side in conflict.sides)
        for conflict in reading.conflicts
        if conflict.fact in catalog.facts
    )


def _is_placed(side: FileFact, facts: CaseFacts, catalog: Catalog, *, on: str) -> bool:
    assumed, _ = _facts([side], catalog.facts)
    return bool(apply(catalog, facts.updated_with(assumed), on=on, what_if=False).in_population)


def _facts(
    read: Iterable[FileFact], definitions: Mapping[str, FactDefinition]
) -> tuple[CaseFacts, dict[str, str]]:
    """The facts that can be used, and in words those that the pack's definitions do not allow."""
    facts: CaseFacts = NO_FACTS
    refused: dict[str, str] = {}
    for each in read:
        try:
            facts = facts.updated_with(read_facts({each.fact: each.given}, definitions, origin="record"))
        except InputError as error:
            refused[each.fact] = f"{definitions[each.fact].label}: {error.message}"
    return facts, refused


def _said_both_ways(reading: FileReading, definitions: Mapping[str, FactDefinition]) -> dict[str, str]:
    known = (each for each in reading.conflicts if each.fact in definitions)
    return {each.fact: f"{definitions[each.fact].label}: {each.message}" for each in known}
