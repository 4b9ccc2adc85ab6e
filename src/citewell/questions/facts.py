"""Facts of a patient in free text: yes-no findings, choices and numbers, each with its place.

Nothing is guessed. What is only possible, past, imagined or somebody else's is put down as a doubt and not
used; so are two values for one fact, and numbers that are not one exact number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from citewell.errors import InputError
from citewell.model.cases import Assertion, CaseFacts, Fact, Value
from citewell.model.guidelines import FactDefinition, FactType
from citewell.questions.context import PERSONS, Context, Judgement
from citewell.questions.vocabulary import (
    NUMBER_SLOT,
    Found,
    Gap,
    Lexicon,
    Reading,
    Role,
    Word,
    fold,
    keys_of,
    word_set,
)

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SINGLE = frozenset(("a", "an", "one"))
_VAGUE = (("a", "few"), ("a", "couple", "of"), ("couple", "of"), ("several",), ("few",), ("some",), ("many",))
_ROUGH = word_set("about around approx approximately roughly nearly almost circa exactly")
_BOUNDS = word_set(
    "over under above below than least most within minimum maximum < > ≥ ≤ beyond older younger"
)
_BOUND_LINKS = word_set("at more less to up older younger greater fewer")
_FELL = word_set("fell fall fallen bent tripped")
_DASHES = frozenset(("-", "–", "—", "−"))
_RANGE_WORDS = frozenset(("to", "or"))
_UNITS = {
    "day": "d", "week": "wk", "wk": "wk", "month": "mo", "mo": "mo", "year": "a", "yr": "a", "hour": "h",
    "hr": "h", "minute": "min", "min": "min", "mg": "mg", "g": "g", "kg": "kg", "mcg": "ug", "cm": "cm",
    "mm": "mm", "ml": "mL", "iu": "[iU]", "unit": "[iU]", "%": "%", "time": "{times}", "degree": "deg",
    "fracture": "{count}", "of": "", "level": "{count}", "tablet": "{count}",
}  # fmt: skip
_HISTORY = word_set("history previous prior past earlier ever known former old")
_MEANINGS = {
    Assertion.PAST: "read as past",
    Assertion.HYPOTHETICAL: "read as hypothetical",
    Assertion.UNCERTAIN: "read as possible",
    Assertion.OTHER_PERSON: "read as someone else's",
    Assertion.NEGATED: "read as absent",
}
_YES_NO_ROLES = frozenset((Role.TERM, Role.DENIAL))


@dataclass(frozen=True, slots=True)
class FactsRead:
    """The facts of a text, and a line for each phrase that was not used, saying how it was read."""

    facts: CaseFacts
    doubts: tuple[str, ...]
    covered: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Number:
    """A number met at words [first, last). value: None when it is vague. exact: no bound, no range."""

    value: float | None
    first: int
    last: int
    core: int
    exact: bool = True
    single: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A phrase that states a fact, at words [first, last). core: the word its number begins with, or -1."""

    fact: str
    value: Value | None
    first: int
    last: int
    role: Role | None = None
    core: int = -1
    problem: str = ""

    @property
    def length(self) -> int:
        """How many words it covers."""
        return self.last - self.first

    @property
    def is_value(self) -> bool:
        """Whether it is a number or a choice, which a question may tell as well as a statement."""
        return self.role is Role.CHOICE or self.core >= 0

    def overlaps(self, other: "Statement") -> bool:
        """Whether they share a word."""
        return self.first < other.last and other.first < self.last


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and how it is meant."""

    statement: Statement
    judgement: Judgement


def facts_in(words: Sequence[Word], text: str, *, lexicon: Lexicon, context: Context) -> FactsRead:
    """Every fact the words state. Raises InputError for a number outside its fact's range."""
    keys = tuple(word.key for word in words)
    stated = [*_phrases(words, keys, lexicon), *_numbers_stated(words, keys, text, lexicon)]
    statements = _longest_each(stated)
    judged = [_judged(statement, statements, keys, context) for statement in statements]
    by_fact: dict[str, list[Judged]] = {}
    for one in judged:
        by_fact.setdefault(one.statement.fact, []).append(one)
    facts: list[Fact] = []
    doubts: list[Doubt] = []
    for fact_id, mentions in by_fact.items():
        fact, doubted = _settled(lexicon.definitions[fact_id], mentions, words, text)
        doubts.extend(doubted)
        if fact:
            facts.append(fact)
    facts.sort(key=lambda fact: fact.id)
    covered = frozenset(index for one in stated for index in range(one.first, one.last))
    return FactsRead(CaseFacts(tuple(facts)), _lines(doubts), covered)


def _judged(
    statement: Statement, statements: Sequence[Statement], keys: Sequence[str], context: Context
) -> Judged:
    others = [(one.first, one.last) for one in statements if not one.overlaps(statement)]
    judgement = context.judge(statement.first, statement.last, mentions=others, value=statement.is_value)
    names_person = statement.role is Role.CHOICE and PERSONS.issuperset(
        keys[statement.first : statement.last]
    )
    if names_person and judgement.assertion is not Assertion.OTHER_PERSON:
        return Judged(statement, Judgement())
    return Judged(statement, judgement)


# Phrases: yes-no facts and choices


def _phrases(words: Sequence[Word], keys: Sequence[str], lexicon: Lexicon) -> Iterator[Statement]:
    found = list(lexicon.stated.find(words, keys))
    yes_no = [one for one in found if one.entry.role in _YES_NO_ROLES]
    for one in found:
        role = one.entry.role
        if role is Role.CHOICE:
            yield Statement(one.entry.id, one.entry.value, one.first, one.last, role)
        elif not _swallowed(one, yes_no):
            yield Statement(one.entry.id, role is Role.TERM, one.first, one.last, role)


def _swallowed(one: Found, others: Iterable[Found]) -> bool:
    """Whether a longer phrase of another fact means something else ("painless" in "painless retention").

    A phrase at the end of a longer one is its head and still stands ("bilateral leg weakness"), and what a
    denial denies is denied ("no cauda equina symptoms").
    """
    return any(
        one.within(other)
        and other.last != one.last
        and other.entry.role is Role.TERM
        and other.entry.id != one.entry.id
        for other in others
    )


def _longest_each(statements: Iterable[Statement]) -> list[Statement]:
    """Of statements of one fact that overlap the longest; of those with one number the longest of all."""
    ordered = sorted(statements, key=lambda one: (-one.length, one.first, one.fact, str(one.value)))
    longest_at: dict[int, int] = {}
    for one in ordered:
        if one.core >= 0:
            longest_at.setdefault(one.core, one.length)
    kept: dict[str, list[Statement]] = {}
    for one in ordered:
        same = kept.setdefault(one.fact, [])
        if one.core >= 0 and one.length < longest_at[one.core]:
            continue
        if not any(_replaces(other, one) for other in same):
            same.append(one)
    return sorted(
        (one for same in kept.values() for one in same), key=lambda one: (one.first, -one.length, one.fact)
    )


def _replaces(other: Statement, one: Statement) -> bool:
    same_place = (other.first, other.last) == (one.first, one.last)
    return one.overlaps(other) and not (same_place and other.value != one.value)


# Numbers


def _numbers_stated(
    words: Sequence[Word], keys: Sequence[str], text: str, lexicon: Lexicon
) -> Iterator[Statement]:
    numbers = _numbers(words, keys, text)
    for index, key in enumerate(keys):
        for reading in lexicon.readings.get(key, ()):
            yield from _stated(reading, index, words, keys, text, lexicon, numbers)
        for number in numbers.get(index, ()):
            following = keys[number.last] if number.last < len(keys) else ""
            for reading in lexicon.readings.get(f"{NUMBER_SLOT} {following}", ()):
                if not _glued_to_letter(words, number.core):
                    yield from _stated(reading, index, words, keys, text, lexicon, numbers)


def _stated(
    reading: Reading,
    first: int,
    words: Sequence[Word],
    keys: Sequence[str],
    text: str,
    lexicon: Lexicon,
    numbers: dict[int, list[Number]],
) -> Iterator[Statement]:
    definition = lexicon.definitions[reading.fact]
    for number, last in _ends(reading, first, words, keys, numbers):
        if any(word.gap is not Gap.NONE for word in words[first + 1 : last]):
            continue
        if number is None:
            yield Statement(reading.fact, reading.value, first, last)
        elif _fits(number, last, words, keys, definition):
            value, problem = _value_of(number, reading, words, text, definition)
            yield Statement(reading.fact, value, first, last, None, number.core, problem)


def _ends(
    reading: Reading, first: int, words: Sequence[Word], keys: Sequence[str], numbers: dict[int, list[Number]]
) -> Iterator[tuple[Number | None, int]]:
    """Each way to read the phrase from a word on: its number, if it has one, and where it ends."""
    if NUMBER_SLOT not in reading.keys:
        last = first + len(reading.keys)
        if tuple(keys[first:last]) == reading.keys:
            yield None, last
        return
    slot = reading.keys.index(NUMBER_SLOT)
    start = first + slot
    if not _literal(reading, 0, slot, first, words, keys):
        return
    for number in numbers.get(start, ()):
        last = number.last + len(reading.keys) - slot - 1
        if _literal(reading, slot + 1, len(reading.keys), number.last, words, keys):
            yield number, last


def _literal(
    reading: Reading, begin: int, end: int, first: int, words: Sequence[Word], keys: Sequence[str]
) -> bool:
    if first + end - begin > len(keys):
        return False
    return all(
        keys[first + at - begin] == reading.keys[at]
        and (not reading.capitals[at] or words[first + at - begin].text.isupper())
        for at in range(begin, end)
    )


def _fits(
    number: Number, last: int, words: Sequence[Word], keys: Sequence[str], definition: FactDefinition
) -> bool:
    """Whether the words around allow it: not part of a date, and no other unit behind a bare number."""
    if number.core > 1 and keys[number.core - 1] == "/" and words[number.core - 2].is_number:
        return False
    if last >= len(keys) or words[last].gap is not Gap.NONE:
        return not (number.single and last == number.last)
    after_slash = keys[last] == "/" and last + 1 < len(keys) and words[last + 1].is_number
    if last != number.last:
        return not (after_slash and words[last - 1].is_number)
    if number.single:
        return False
    if after_slash:
        return definition.maximum is not None and words[last + 1].key == f"{definition.maximum:g}"
    return _UNITS.get(keys[last], definition.unit) == definition.unit


def _value_of(
    number: Number, reading: Reading, words: Sequence[Word], text: str, definition: FactDefinition
) -> tuple[float | None, str]:
    """The value in the fact's unit, or what stands in the way of one."""
    if not number.exact or number.value is None:
        return None, "not one exact number"
    value = number.value
    if (
        _has_minus(words[number.core], text)
        and (definition.minimum is None or definition.minimum < 0)
        and value > 0
    ):
        value = -value
    value = round(value * reading.factor, 4)
    if definition.whole and value != int(value):
        if reading.factor == 1.0:
            return None, "not a whole number"
        value = float(int(value))
    return value, ""


def _has_minus(word: Word, text: str) -> bool:
    before = text[max(0, word.start - 2) : word.start]
    return before[-1:] in {"-", "−", "–"} and not before[:1].isalnum()


def _glued_to_letter(words: Sequence[Word], index: int) -> bool:
    """Whether a number belongs to a name such as "L2"."""
    return index > 0 and words[index - 1].end == words[index].start and words[index - 1].text[-1].isalpha()


@cache
def _number_words() -> dict[str, int]:
    values = {fold(word): value for value, word in enumerate(_SMALL)}
    values.update({fold(word): 10 * place for place, word in enumerate(_TENS, start=2)})
    return {**values, "a": 1, "an": 1}


@cache
def _vague_keys() -> tuple[tuple[str, ...], ...]:
    return tuple(keys_of(" ".join(phrase)) for phrase in _VAGUE)


def _numbers(words: Sequence[Word], keys: Sequence[str], text: str) -> dict[int, list[Number]]:
    """The numbers by the word they may begin with, which may be an "about" or "over" before them."""
    found: dict[int, list[Number]] = {}
    index = 0
    while index < len(keys):
        number = _number_at(words, keys, text, index)
        if number is None:
            index += 1
            continue
        for one in _with_beginnings(number, words, keys):
            found.setdefault(one.first, []).append(one)
        index = number.last
    return found


def _number_at(words: Sequence[Word], keys: Sequence[str], text: str, index: int) -> Number | None:
    for vague in _vague_keys():
        if tuple(keys[index : index + len(vague)]) == vague:
            return Number(None, index, index + len(vague), index, exact=False)
    core = _core_at(words, keys, index)
    if core is None:
        return None
    value, last = core
    single = keys[index] in _SINGLE
    upper = _range_end(words, keys, text, last)
    if upper is not None:
        return Number(None, index, upper, index, exact=False)
    return Number(value, index, last, index, single=single)


def _core_at(words: Sequence[Word], keys: Sequence[str], index: int) -> tuple[float, int] | None:
    if index >= len(keys):
        return None
    if words[index].is_number:
        return float(keys[index]), index + 1
    named = _number_words()
    value = named.get(keys[index])
    if value is None:
        return None
    if keys[index] in {"a", "an"} and (index + 1 >= len(keys) or keys[index + 1] not in _UNITS):
        return None
    following = named.get(keys[index + 1], 0) if index + 1 < len(keys) else 0
    if value in range(20, 100) and 0 < following < 10 and keys[index + 1] not in {"a", "an"}:
        return float(value + following), index + 2
    return float(value), index + 1


def _range_end(words: Sequence[Word], keys: Sequence[str], text: str, last: int) -> int | None:
    """Where a range ends whose lower number ends at `last`: "2-3", "2 to 3", "two or three"."""
    if last >= len(keys) or words[last].gap is Gap.SENTENCE:
        return None
    if words[last].is_number:
        between = text[words[last - 1].end : words[last].start].strip()
        return last + 1 if between in _DASHES else None
    if keys[last] in _RANGE_WORDS and not _is_single_word(keys, last + 1):
        upper = _core_at(words, keys, last + 1)
        return upper[1] if upper else None
    return None


def _is_single_word(keys: Sequence[str], index: int) -> bool:
    return index < len(keys) and keys[index] in {"a", "an"}


def _with_beginnings(number: Number, words: Sequence[Word], keys: Sequence[str]) -> Iterator[Number]:
    """The number from each place it may be said to begin at; a bound before it makes it inexact."""
    begins = [(number.core, number.value)]
    exact = number.exact
    value = number.value
    index = number.core
    while index > 0 and words[index].gap is Gap.NONE:
        key = keys[index - 1]
        if key == "minus" and index == number.core and value is not None:
            value = -value
        elif key == "over" and index > 1 and keys[index - 2] in _FELL:
            break
        elif key in _BOUNDS or (key in _BOUND_LINKS and not exact):
            exact = False
        elif key not in _ROUGH:
            break
        index -= 1
        begins.append((index, value))
    for first, told in begins:
        yield Number(told, first, number.last, number.core, exact, number.single)


# One value for each fact


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a phrase was not used."""

    start: int
    quote: str
    label: str
    reason: str


def _settled(
    definition: FactDefinition, mentions: Sequence[Judged], words: Sequence[Word], text: str
) -> tuple[Fact | None, list[Doubt]]:
    """The value that the mentions of one fact agree on, and what was not used."""
    usable: list[Fact] = []
    doubts: list[Doubt] = []
    uncertain = False
    for one in mentions:
        span = _span(one.statement, words)
        value, assertion, reason = _used(one, definition)
        if value is not None:
            _require_in_range(value, definition)
            usable.append(Fact(definition.id, value, "question", span, assertion))
        elif reason:
            uncertain = uncertain or one.judgement.assertion is Assertion.UNCERTAIN
            doubts.append(Doubt(span[0], text[span[0] : span[1]], definition.label, reason))
    values = list(dict.fromkeys(fact.value for fact in usable))
    if len(values) > 1:
        return None, [_conflict(definition, usable, text)]
    if not usable:
        return None, doubts
    if uncertain and values == [False]:
        return None, doubts
    return usable[0], []


def _used(one: Judged, definition: FactDefinition) -> tuple[Value | None, Assertion, str]:
    """The value a mention gives, how, and why it gives none ("" when it is only asked about)."""
    statement, judgement = one.statement, one.judgement
    assertion = judgement.assertion
    if judgement.asked or (assertion is Assertion.OTHER_PERSON and definition.type is FactType.CHOICE):
        return None, assertion, ""
    if judgement.unclear:
        return None, assertion, "not clear whether it holds"
    if statement.problem:
        return None, assertion, statement.problem
    if assertion is Assertion.AFFIRMED:
        return statement.value, _of_value(statement.value), ""
    if definition.type is FactType.YES_NO:
        return _used_yes_no(statement, judgement, definition)
    return None, assertion, _MEANINGS[assertion]


def _used_yes_no(
    statement: Statement, judgement: Judgement, definition: FactDefinition
) -> tuple[Value | None, Assertion, str]:
    assertion = judgement.assertion
    if assertion is Assertion.NEGATED:
        if statement.role is Role.DENIAL:
            return None, assertion, "not clear whether it holds"
        return False, assertion, ""
    if assertion is Assertion.PAST and statement.value is True and _speaks_of_history(definition):
        return (False, Assertion.NEGATED, "") if judgement.negated else (True, assertion, "")
    return None, assertion, _MEANINGS[assertion]


def _of_value(value: Value | None) -> Assertion:
    return Assertion.NEGATED if value is False else Assertion.AFFIRMED


def _speaks_of_history(definition: FactDefinition) -> bool:
    """Whether a fact holds when it was so in the past ("history of cancer")."""
    named = (*definition.id.split("-"), *(word for term in definition.terms for word in term.lower().split()))
    return not _HISTORY.isdisjoint(named)


def _require_in_range(value: Value, definition: FactDefinition) -> None:
    if definition.type is not FactType.NUMBER or isinstance(value, str | bool):
        return
    low, high = definition.minimum, definition.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        limits = f"{_limit(low, '-∞')} to {_limit(high, '∞')}"
        unit = "" if definition.unit.startswith("{") else f" {definition.unit}"
        raise InputError(f"{definition.id} {value:g} is outside {limits}{unit}: correct the {definition.id}")


def _limit(limit: float | None, without: str) -> str:
    return without if limit is None else f"{limit:g}"


def _conflict(definition: FactDefinition, usable: Sequence[Fact], text: str) -> Doubt:
    quotes: dict[Value, str] = {}
    for fact in usable:
        if fact.span and fact.value not in quotes:
            quotes[fact.value] = text[fact.span[0] : fact.span[1]]
    told = " and ".join(f"“{quote}”" for quote in quotes.values())
    start = min(fact.span[0] for fact in usable if fact.span)
    return Doubt(start, "", definition.label, f"{told} give two values, neither is used")


def _span(statement: Statement, words: Sequence[Word]) -> tuple[int, int]:
    return words[statement.first].start, words[statement.last - 1].end


def _lines(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """One line for each phrase and reason, naming every fact it could have stated, in order of place."""
    labels: dict[tuple[int, str, str], list[str]] = {}
    for doubt in sorted(doubts, key=lambda doubt: doubt.start):
        if doubt.quote:
            labels.setdefault((doubt.start, doubt.quote, f"{doubt.reason}, not used"), []).append(doubt.label)
        else:
            labels.setdefault((doubt.start, "", doubt.reason), []).append(doubt.label)
    return tuple(
        f"{', '.join(dict.fromkeys(named))}{f' (“{quote}”)' if quote else ''}: {reason}"
        for (_, quote, reason), named in labels.items()
    )
