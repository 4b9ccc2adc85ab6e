"""Numbers that a passage states of facts: the phrases of the packs ("aged {n}") met with their number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.model.guidelines import FactDefinition
from citewell.questions.lexicon import NUMBER_SLOT, Lexicon, Reading
from citewell.questions.numerals import UNITS, Number, has_minus, is_glued_to_letter, numbers_in
from citewell.questions.passage import Passage
from citewell.questions.statements import Statement

_NumbersAt = Mapping[int, Sequence[Number]]


@dataclass(frozen=True, slots=True)
class _Met:
    """A reading met from one word to another, with its number if it has one."""

    number: Number | None
    first: int
    last: int


def numbers_stated(passage: Passage, lexicon: Lexicon) -> Iterator[Statement]:
    """The numbers that phrases of the packs state, usable or not."""
    numbers = numbers_in(passage)
    for first, reading in _begun(passage, lexicon, numbers):
        definition = lexicon.definitions[reading.fact]
        for met in _ways(reading, first, passage, numbers):
            if not passage.is_one_part(met.first, met.last):
                continue
            if met.number is None:
                yield Statement(reading.fact, reading.value, met.first, met.last)
            elif _fits(met.number, met.last, passage, definition):
                value, problem = _value_of(met.number, reading, passage, definition)
                core = met.number.core
                yield Statement(reading.fact, value, met.first, met.last, None, core, problem)


def _begun(passage: Passage, lexicon: Lexicon, numbers: _NumbersAt) -> Iterator[tuple[int, Reading]]:
    """The readings that may begin at each word, by that word, or by the word behind the number there."""
    for index, key in enumerate(passage.keys):
        for reading in lexicon.readings.get(key, ()):
            yield index, reading
        for number in numbers.get(index, ()):
            if not is_glued_to_letter(passage, number.core):
                following = f"{NUMBER_SLOT} {passage.key_at(number.last)}"
                for reading in lexicon.readings.get(following, ()):
                    yield index, reading


def _ways(reading: Reading, first: int, passage: Passage, numbers: _NumbersAt) -> Iterator[_Met]:
    """Each way to read the phrase from a word on."""
    keys = reading.keys
    if NUMBER_SLOT not in keys:
        last = first + len(keys)
        if passage.keys[first:last] == keys:
            yield _Met(None, first, last)
        return
    slot = keys.index(NUMBER_SLOT)
    if not _stands(reading, range(slot), first, passage):
        return
    rest = range(slot + 1, len(keys))
    for number in numbers.get(first + slot, ()):
        if _stands(reading, rest, number.last, passage):
            yield _Met(number, first, number.last + len(rest))


def _stands(reading: Reading, part: range, first: int, passage: Passage) -> bool:
    """Whether a part of the phrase stands in the text from a word on, in capitals where it must."""
    if first + len(part) > len(passage.keys):
        return False
    return all(
        passage.keys[index] == reading.keys[at]
        and (not reading.capitals[at] or passage.words[index].text.isupper())
        for index, at in enumerate(part, start=first)
    )


def _fits(number: Number, last: int, passage: Passage, definition: FactDefinition) -> bool:
    """Whether the words around allow it: not part of a date, and no other unit behind a bare number."""
    if passage.key_at(number.core - 1) == "/" and _is_number(passage, number.core - 2):
        return False
    if passage.ends_part(last):
        return not (number.single and last == number.last)
    before_slash = passage.keys[last] == "/" and _is_number(passage, last + 1)
    if last != number.last:
        return not (before_slash and passage.words[last - 1].is_number)
    if number.single:
        return False
    if before_slash:
        return definition.maximum is not None and passage.keys[last + 1] == f"{definition.maximum:g}"
    return UNITS.get(passage.keys[last], definition.unit) == definition.unit


def _is_number(passage: Passage, index: int) -> bool:
    return 0 <= index < len(passage.words) and passage.words[index].is_number


def _value_of(
    number: Number, reading: Reading, passage: Passage, definition: FactDefinition
) -> tuple[float | None, str]:
    """The value in the fact's unit, or what stands in the way of one."""
    if not number.exact or number.value is None:
        return None, "not one exact number"
    signed = _signed(number.value, number.core, passage, definition)
    value = round(signed * reading.factor, 4)
    if not definition.whole or value == int(value):
        return value, ""
    return (None, "not a whole number") if reading.factor == 1.0 else (float(int(value)), "")


def _signed(value: float, core: int, passage: Passage, definition: FactDefinition) -> float:
    """The number with the minus before it, where the fact can be negative."""
    can_be_negative = definition.minimum is None or definition.minimum < 0
    minus = can_be_negative and value > 0 and has_minus(passage.words[core], passage.text)
    return -value if minus else value
