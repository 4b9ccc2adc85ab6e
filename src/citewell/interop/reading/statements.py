"""What one record says of the facts, and why it is not used where it is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from citewell.interop.reading.dates import Moment
from citewell.interop.reading.elements import Record, Resource, codings, indexed, objects, text
from citewell.interop.reading.mapping import CodeTable, Rule, Rules
from citewell.interop.reading.standing import State, standing_of
from citewell.interop.reading.timing import moment_in
from citewell.interop.reading.values import Value, leaves, value_of
from citewell.model.mappings import Code
from citewell.text.units import with_unit

_DRUG_USE = frozenset({"MedicationAdministration", "MedicationRequest", "MedicationStatement"})


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What a record says of a fact. place: where in the file. code: what was matched, in print.

    lasting: whether the record's presence says it, so that it holds beside others; else the newest counts.
    """

    rule: Rule
    record: Record
    place: str
    value: Value
    moment: Moment | None
    code: str
    lasting: bool


@dataclass(frozen=True, slots=True, eq=False)
class Unused:
    """A record that a mapping matches and that is not used.

    rule: whose fact it would state. doubtful: whether it may speak against what else is said of the fact, so
    that it is told beside it; what is merely over, old or empty does not.
    """

    record: Record
    reason: str
    rule: Rule
    doubtful: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Medications:
    """The Medication resources of a record, by every address that a reference may have.

    What the codes of an element mean is worked out once, however many thousands refer to it.
    """

    by_address: Mapping[str, Resource]
    _meant: dict[tuple[int, int], Mapping[Rule, Code]] = field(default_factory=dict)

    def meant(self, table: CodeTable[Rule], coded: Any) -> Mapping[Rule, Code]:
        """The rules that an element of this record matches, each with the first code by which it does."""
        key = (id(table), id(coded))
        if key not in self._meant:
            found: dict[Rule, Code] = {}
            for uri, code in codings(coded):
                for known, rule in table.meanings(uri, code):
                    found.setdefault(rule, known)
            self._meant[key] = found
        return self._meant[key]


@dataclass(frozen=True, slots=True, eq=False)
class _Match:
    """A rule that a code of a record matches. element: in which the value stands, at `place`."""

    rule: Rule
    element: Resource
    place: str
    coded_at: str
    code: str


def said_by(
    record: Record, rules: Rules, medications: Medications, *, today: date
) -> list[Statement | Unused]:
    """All that a record says of the facts; nothing for a record that no mapping matches."""
    matches = list(_matches(record, rules, medications))
    if not matches:
        return []
    standing = standing_of(record.resource, record.kind, today=today)
    over = standing.state is State.OVER
    moment = moment_in(record.resource, record.kind, today=today, goes_on=not over)
    if standing.state is State.ASIDE:
        return [Unused(record, standing.reason, match.rule, doubtful=True) for match in matches]
    if moment is not None and moment.is_future(today):
        return [Unused(record, "dated in the future", match.rule, doubtful=True) for match in matches]
    said: list[Statement | Unused] = []
    for match in matches:
        if over and not match.rule.mapping.past:
            said.append(Unused(record, standing.reason, match.rule))
        elif standing.state is State.SUSPECTED and not match.rule.mapping.suspected:
            said.append(Unused(record, standing.reason, match.rule, doubtful=True))
        else:
            said += _said(match, record, moment, today)
    return said


def _matches(record: Record, rules: Rules, medications: Medications) -> Iterator[_Match]:
    table, seen = rules.by_code.get(record.kind), set[tuple[int, str]]()
    if table is None:
        return
    for element, place, coded, coded_at in _coded(record, medications):
        for rule, known in medications.meant(table, coded).items():
            if (id(rule), place) not in seen:
                seen.add((id(rule), place))
                yield _Match(rule, element, place, coded_at, known.display)


def _coded(record: Record, medications: Medications) -> Iterator[tuple[Resource, str, Any, str]]:
    """The codes that tell what a record is about: the element they speak of, its place, the codes, theirs."""
    resource, place = record.resource, record.place
    if record.kind in _DRUG_USE:
        for name, concept in _drug(resource, medications):
            yield resource, place, concept, f"{place}.{name}"
    elif record.kind == "FamilyMemberHistory":
        for n, each in indexed(resource.get("condition")):
            yield resource, place, each.get("code"), f"{place}.condition[{n}].code"
    else:
        for name in ("code", "class", "type") if record.kind == "Encounter" else ("code",):
            yield resource, place, resource.get(name), f"{place}.{name}"
        yield from _components(record)


def _components(record: Record) -> Iterator[tuple[Resource, str, Any, str]]:
    parts = record.resource.get("component") if record.kind == "Observation" else None
    for n, part in indexed(parts):
        if "modifierExtension" not in part:
            place = f"{record.place}.component[{n}]"
            yield part, place, part.get("code"), f"{place}.code"


def _drug(resource: Resource, medications: Medications) -> Iterator[tuple[str, Any]]:
    """The drug: as a concept, or in another resource. R5 has both in one element."""
    yield "medicationCodeableConcept", resource.get("medicationCodeableConcept")
    contained = {f"#{text(each.get('id'))}": each for each in objects(resource.get("contained"))}
    both = objects(resource.get("medication"))
    for each in both:
        yield "medication.concept", each.get("concept")
    referred = [("medicationReference", each) for each in objects(resource.get("medicationReference"))]
    referred += [("medication.reference", one) for each in both for one in objects(each.get("reference"))]
    for name, reference in referred:
        address = text(reference.get("reference"))
        drug = contained.get(address) or medications.by_address.get(address)
        if drug is not None:
            yield name, drug.get("code")


def medications_in(records: Iterator[Record]) -> Medications:
    """The Medication resources of a record, as they are referred to."""
    found: dict[str, Resource] = {}
    for record in records:
        if record.kind == "Medication":
            found |= {address: record.resource for address in (record.url, record.name) if address}
    return Medications(found)


def _said(match: _Match, record: Record, moment: Moment | None, today: date) -> Iterator[Statement | Unused]:
    rule = match.rule
    if reason := _outside(rule.mapping.days, moment, today):
        yield Unused(record, reason, rule)
        return
    if not rule.path:
        yield _present(match, record, moment)
        return
    found = list(leaves(match.element, rule.path, match.place))
    if not found:
        yield Unused(record, "without a value", rule)
    for place, leaf in found:
        value = value_of(leaf, rule, today=today)
        yield Statement(rule, record, place, value, moment, match.code, lasting=False)


def _present(match: _Match, record: Record, moment: Moment | None) -> Statement | Unused:
    """What the presence says; of an observation only where no value takes it back."""
    if record.kind == "Observation":
        results = [value for name, value in match.element.items() if name.startswith("value")]
        if "dataAbsentReason" in match.element or any(value is not True for value in results):
            return Unused(record, "with a result that is not read", match.rule, doubtful=True)
    value = Value(given=match.rule.mapping.means)
    return Statement(match.rule, record, match.coded_at, value, moment, match.code, lasting=True)


def _outside(days: float | None, moment: Moment | None, today: date) -> str:
    """Why a record does not certainly lie within a look-back, "" where it does."""
    if days is None:
        return ""
    if moment is None:
        return f"without a date (only {with_unit(days, 'd')} back count)"
    first = _first_day(today, days)
    if moment.since >= first:
        return ""
    old = moment.end.date() < first
    told = with_unit(days, "d")
    return f"older than {told}" if old else f"with a date not exact enough to lie within {told}"


def _first_day(today: date, days: float) -> date:
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return date.min
