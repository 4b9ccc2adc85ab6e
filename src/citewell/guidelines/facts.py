"""Facts as people give them → case facts: read by the pack's definitions, completed by what follows."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from citewell.errors import InputError
from citewell.guidelines.logic import Circumstances, as_choice, deciding, holds
from citewell.model.applied import Contradiction
from citewell.model.cases import CaseFacts, Fact, Truth, Value
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType
from citewell.text.units import with_unit

_YES_NO = {"yes": True, "true": True, "y": True, "no": False, "false": False, "n": False}
UNKNOWN_WORDS = frozenset({"", "unknown", "?", "not known"})


def read_facts(
    given: Mapping[str, str], definitions: Mapping[str, FactDefinition], *, origin: str = "given"
) -> CaseFacts:
    """Case facts from `{fact id: text}`, refusing what the definitions do not allow.

    "unknown" leaves a fact unknown. Raises InputError naming the fact, the fault and the remedy.
    """
    facts = (
        Fact(fact_id, read_value(definition_of(fact_id, definitions), text), origin)
        for fact_id, text in sorted(given.items())
        if text.strip().casefold() not in UNKNOWN_WORDS
    )
    return CaseFacts(tuple(facts))


def definition_of(fact_id: str, definitions: Mapping[str, FactDefinition]) -> FactDefinition:
    """The definition of a fact, or an InputError that suggests the nearest id."""
    if fact_id in definitions:
        return definitions[fact_id]
    near = get_close_matches(fact_id, definitions, n=1)
    hint = f"did you mean {near[0]}?" if near else "`citewell packs show PACK --facts` lists them"
    raise InputError(f"no pack knows the fact {fact_id!r}: {hint}")


def read_value(definition: FactDefinition, text: str) -> Value:
    """One value as typed, in the definition's type and range."""
    word = text.strip()
    if definition.type is FactType.YES_NO:
        return _read_yes_no(definition, word)
    if definition.type is FactType.NUMBER:
        return check_range(definition, _read_number(definition, word))
    return _read_choice(definition, word)


def _read_yes_no(definition: FactDefinition, word: str) -> bool:
    value = _YES_NO.get(word.casefold())
    if value is None:
        raise InputError(f"{definition.id} is yes, no or unknown, not {word!r}")
    return value


def _read_number(definition: FactDefinition, word: str) -> float:
    number, _, unit = word.partition(" ")
    try:
        value = float(number)
    except ValueError:
        raise InputError(f"{definition.id} is a number{_in_unit(definition)}, not {word!r}") from None
    if unit and unit.strip() not in {definition.unit, with_unit(value, definition.unit).partition(" ")[2]}:
        raise InputError(
            f"{definition.id} is given{_in_unit(definition)}, not in {unit.strip()!r}: convert it"
        )
    return value


def _in_unit(definition: FactDefinition) -> str:
    words = with_unit(2, definition.unit).partition(" ")[2]
    return f" in {words}" if words else ""


def check_range(definition: FactDefinition, value: float) -> float:
    """The value, or an InputError when the definition's range or whole numbers exclude it."""
    low, high = definition.minimum, definition.maximum
    if value != value or (low is not None and value < low) or (high is not None and value > high):
        raise InputError(
            f"{definition.id} {value:g} is outside {low:g} to {high:g}{_in_unit(definition)}: correct it"
            if low is not None and high is not None
            else f"{definition.id} {value:g} is outside its range: correct it"
        )
    if definition.whole and value != int(value):
        raise InputError(f"{definition.id} is a whole number, not {value:g}")
    return value


def _read_choice(definition: FactDefinition, word: str) -> str:
    folded = word.casefold()
    for choice in definition.choices:
        if folded in {choice.id.casefold(), choice.label.casefold()}:
            return choice.id
    allowed = ", ".join(choice.id for choice in definition.choices)
    raise InputError(f"{definition.id} is one of {allowed}; not {word!r}")


def with_derived(catalog: Catalog, facts: CaseFacts, known: Circumstances) -> CaseFacts:
    """The facts and all that follows from them by the pack's `derive` rules, the first true rule of each.

    A fact is settled after those it rests on, so that a fact that follows counts as much as one that was
    given; facts that follow from each other are settled together, step by step. What was given stands;
    `contradictions` says where it clashes with what follows. Of `known` only the named criteria and the
    numbers are used.
    """
    values = {fact.id: fact.value for fact in facts}
    now = Circumstances(values, known.named, known.numbers)
    derived: dict[str, Fact] = {}
    for circle in catalog.circles:
        while new := {fact.id: fact for fact in _following(circle, now)}:
            derived |= new
            values |= {fact_id: fact.value for fact_id, fact in new.items()}
    return facts.updated_with(CaseFacts(tuple(derived.values()))) if derived else facts


def supposing(catalog: Catalog, given: CaseFacts, known: Circumstances, supposed: CaseFacts) -> Circumstances:
    """The circumstances if some facts were as supposed, which wins over what is given.

    known: the circumstances with what follows from the given facts. Of that, only what rests on a supposed
    fact is settled anew: the result is that of `with_derived` for the given and the supposed facts.
    """
    told = {fact.id for fact in (*given, *supposed)}
    changed = frozenset(fact.id for fact in supposed)
    left = {one for one, on in catalog.rests.items() if one not in told and not changed.isdisjoint(on)}
    values = {fact: value for fact, value in known.facts.items() if fact not in left}
    values |= {fact.id: fact.value for fact in supposed}
    now = Circumstances(values, known.named, known.numbers)
    for circle in catalog.circles:
        open_ones = tuple(definition for definition in circle if definition.id in left)
        while open_ones and (new := {fact.id: fact.value for fact in _following(open_ones, now)}):
            values |= new
    return now


def _following(circle: tuple[FactDefinition, ...], now: Circumstances) -> Iterator[Fact]:
    """The facts that follow at once from what is known now."""
    for definition in circle:
        if definition.id not in now.facts:
            for rule in definition.derive:
                if holds(rule.when, now) is Truth.TRUE:
                    yield Fact(definition.id, read_value(definition, rule.value), "derived")
                    break


def contradictions(catalog: Catalog, facts: CaseFacts, known: Circumstances) -> tuple[Contradiction, ...]:
    """The given facts that other facts rule out ("no deficit" beside "leg weakness").

    facts: as given. known: the circumstances with what follows from them.
    """
    clashes = (
        _clash(definition, given, known)
        for definition in catalog.derived
        if (given := facts.get(definition.id)) is not None
    )
    return tuple(clash for clash in clashes if clash is not None)


def _clash(definition: FactDefinition, given: Fact, known: Circumstances) -> Contradiction | None:
    for rule in definition.derive:
        if holds(rule.when, known) is Truth.TRUE and read_value(definition, rule.value) != given.value:
            because = dict.fromkeys(leaf.fact for leaf in deciding(rule.when, known))
            return Contradiction(
                fact=definition.id, given=as_choice(given.value), derived=rule.value, because=tuple(because)
            )
    return None
