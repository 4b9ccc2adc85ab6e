"""How a fact is asked for on a page: by buttons, by a list, or by a number in its unit."""

from dataclasses import dataclass

from citewell.model.answers import Audience
from citewell.model.guidelines import FactDefinition, FactType
from citewell.text.units import with_unit

# As many choices as stand beside each other; more are a list.
_MOST_BUTTONS = 4
_YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactInput:
    """One fact to be given. options: the values it may take, with their words; none for a number.

    value: what is known or was typed. decides: what hangs on it, in words.
    """

    id: str
    label: str
    ask: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    minimum: str = ""
    maximum: str = ""
    step: str = "any"
    value: str = ""
    decides: str = ""

    @property
    def by_buttons(self) -> bool:
        """Whether one press answers."""
        return 0 < len(self.options) <= _MOST_BUTTONS


def fact_input(
    definition: FactDefinition, audience: Audience, *, value: str = "", decides: str = ""
) -> FactInput:
    """How this reader is asked for a fact."""
    patient = audience is Audience.PATIENT
    return FactInput(
        id=definition.id,
        label=definition.label,
        ask=definition.ask_patient if patient else definition.ask_clinician,
        options=_options(definition, patient=patient),
        unit=with_unit(2, definition.unit).partition(" ")[2],
        minimum=_number(definition.minimum),
        maximum=_number(definition.maximum),
        step="1" if definition.whole else "any",
        value=value,
        decides=decides,
    )


def _options(definition: FactDefinition, *, patient: bool) -> tuple[tuple[str, str], ...]:
    if definition.type is FactType.YES_NO:
        return _YES_NO
    return tuple(
        (choice.id, choice.patient or choice.label if patient else choice.label)
        for choice in definition.choices
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
