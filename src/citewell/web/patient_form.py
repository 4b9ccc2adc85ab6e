"""The form in which a patient is told: one field for each fact, as the packs define them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from citewell.model.guidelines import Choice, FactDefinition, FactType
from citewell.model.patients import FactGroup, Spoken, Told
from citewell.text.units import with_unit
from citewell.web.patient_places import carried

PREFIX = "fact."
_YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
_FROM = {Spoken.WORDS: "from your words", Spoken.FILE: "from the file", Spoken.FORM: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A fact to fill in. kind: radio, select or number. options: values with their words.

    measured: the number with its unit. origin: where its value was read, "" for the form itself. place: of a
    value that a file told, where it stands there, to be sent along. fault: what is wrong with the value.
    """

    id: str
    label: str
    hint: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    unit: str = ""
    measured: str = ""
    low: str = ""
    high: str = ""
    step: str = ""
    origin: str = ""
    place: str = ""
    fault: str = ""

    @property
    def name(self) -> str:
        """By which the form sends it."""
        return f"{PREFIX}{self.id}"

    @property
    def said(self) -> str:
        """The value in words."""
        if self.kind == "number":
            return self.measured
        return dict(self.options).get(self.value, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """Fields under one heading."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields of a page, each in one place: those to mend, those known, and the rest in groups."""

    faulty: tuple[Field, ...]
    known: tuple[Field, ...]
    asked: tuple[Field, ...]
    groups: tuple[FieldGroup, ...]


def fields_of(definitions: Mapping[str, FactDefinition], told: Told) -> Mapping[str, Field]:
    """A field for each fact, filled with what was told."""
    faults = {fault.fact: fault.message for fault in told.faults}
    return {fact: _field(definition, told, faults.get(fact, "")) for fact, definition in definitions.items()}


def form_of(fields: Mapping[str, Field], groups: Sequence[FactGroup], *, asked: Sequence[str] = ()) -> Form:
    """The fields placed. asked: the facts that are asked for first, wherever else they would stand."""
    ordered = [fields[fact] for group in groups for fact in group.facts]
    first = {fact for fact in asked if not fields[fact].value}

    def rest(field: Field) -> bool:
        return not (field.fault or field.value or field.id in first)

    return Form(
        faulty=tuple(field for field in ordered if field.fault),
        known=tuple(field for field in ordered if field.value and not field.fault),
        asked=tuple(fields[fact] for fact in asked if fact in first and not fields[fact].fault),
        groups=tuple(_groups(fields, groups, rest)),
    )


def _groups(
    fields: Mapping[str, Field], groups: Sequence[FactGroup], rest: Callable[[Field], bool]
) -> list[FieldGroup]:
    placed = (
        FieldGroup(
            id=group.id,
            title=group.title,
            fields=tuple(f for f in map(fields.__getitem__, group.facts) if rest(f)),
        )
        for group in groups
    )
    return [group for group in placed if group.fields]


def _field(definition: FactDefinition, told: Told, fault: str) -> Field:
    value = told.facts.get(definition.id, "")
    number = definition.type is FactType.NUMBER
    return Field(
        id=definition.id,
        label=definition.label,
        hint=definition.ask_clinician,
        kind="number" if number else "radio" if definition.type is FactType.YES_NO else "select",
        options=() if number else _options(definition),
        value=value,
        unit=with_unit(2, definition.unit).partition(" ")[2] if number else "",
        measured=_measured(value, definition.unit) if number else "",
        low=_number(definition.minimum),
        high=_number(definition.maximum),
        step="1" if definition.whole else "any",
        origin=_origin(definition.id, told),
        place=carried(told.read[definition.id]) if definition.id in told.read else "",
        fault=fault,
    )


def _origin(fact: str, told: Told) -> str:
    """Where a value was read; of a file, in which resource, of which date."""
    origin, read = _FROM[told.spoken.get(fact, Spoken.FORM)], told.read.get(fact)
    return f"{origin}: {read.source}" if read else origin


def _options(definition: FactDefinition) -> tuple[tuple[str, str], ...]:
    if definition.type is FactType.YES_NO:
        return _YES_NO
    return (_YES_NO[-1], *((choice.id, _called(choice)) for choice in definition.choices))


def _called(choice: Choice) -> str:
    return choice.label[:1].upper() + choice.label[1:]


def _measured(value: str, unit: str) -> str:
    try:
        return with_unit(float(value), unit)
    except ValueError:
        return value


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
