"""Ages told in a question, in years: "26F", "7 months", "week-old", "aged 65 to 75", "in her 70s"."""

from collections.abc import Iterator
from dataclasses import dataclass

from citewell.questions.numerals import Number, numbers_in
from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set

_DAYS_OF_YEAR = 365.25
_YEARS = {
    "year": 1.0, "yr": 1.0, "y": 1.0, "yo": 1.0, "yof": 1.0, "yom": 1.0, "month": 1 / 12, "mth": 1 / 12,
    "mo": 1 / 12, "week": 7 / _DAYS_OF_YEAR, "wk": 7 / _DAYS_OF_YEAR, "day": 1 / _DAYS_OF_YEAR,
    "hour": 1 / 24 / _DAYS_OF_YEAR,
}  # fmt: skip
_TOLD_BY = frozenset(("old", "young", "age", "f", "m"))
_OF_YEARS = frozenset(("year", "yr", "y"))
_SEX = {"f": "female", "m": "male", "yof": "female", "yom": "male"}
# Nobody is known to have been older.
_OLDEST = 120.0
_DECADE = 9.0
_PLACES = 4
_CHILDREN = word_set("""
    boy girl son daughter baby child children infant newborn neonate toddler kid lad grandson granddaughter
    nephew niece
""")
_PERSONS = _CHILDREN | word_set("""
    woman man lady gentleman person patient pt male female adult mother father mum mom dad wife husband
    sister brother grandmother grandfather grandma gran nan grandpa grandad guy bloke pensioner people
    individual everyone anyone those partner friend teenager adolescent
""")
# What may be so many years old, and is nobody.
_THINGS = word_set("""
    scar rash fracture wound injury burn lesion lump implant pacemaker stent prosthesis graft replacement
    valve dog cat pet marriage house car study guideline trial prescription bruise ulcer clot problem symptom
    labrador puppy kitten horse x scan report
""")
_THINGS_AHEAD = 3
_SUBJECTS = _PERSONS | word_set("i he she who am")
_IS = word_set("is am was turning turned nearly almost just only now aged age")
_QUALITIES = word_set("term preterm premature healthy well old male female full fit")
_NO_AGE = word_set(
    "ago of after post pregnant gestation into since late history postpartum long later off hx on"
)
_ABOVE = word_set("over above older > ≥ beyond")
_BELOW = word_set("under below younger < ≤")
_LINKS = word_set("than the age of aged or at least")
_JOINING = word_set("with has had who on and is in for after of from is was needs")
_MY = word_set("my a an the our her his few one")
_LONGEST_LINK = 4


@dataclass(frozen=True, slots=True)
class Age:
    """An age at words [first, last): the least and the greatest in years; the sex told with it, or ""."""

    least: float
    greatest: float
    first: int
    last: int
    sex: str = ""


def ages_in(passage: Passage) -> Iterator[Age]:
    """The ages that a question tells, in order; a duration, a dose and a weight are none."""
    numbers = numbers_in(passage)
    for index in range(len(passage.words)):
        number = next((one for one in numbers.get(index, ()) if one.core == index), None)
        age = _age_at(passage, number) if number else _of_one(passage, index)
        if age:
            yield age


def _of_one(passage: Passage, index: int) -> Age | None:
    """ "My week-old", "a month-old": one of a unit, which no number tells."""
    keys = passage.keys
    unit = _YEARS.get(keys[index])
    if not unit or passage.key_at(index + 1) != "old" or passage.key_at(index - 1) not in _MY:
        return None
    return _age(1, 1, unit, index, index + 2)


def _age_at(passage: Passage, number: Number) -> Age | None:
    bounds = _values(passage, number)
    if bounds is None:
        return None
    at, unit, last = number.first, *_unit_at(passage, number.last)
    if not unit and _is_decade(passage, number):
        return _age(
            bounds[0], bounds[0] + _DECADE, 1.0, at, number.last + (passage.key_at(number.last) == "s")
        )
    if not _is_told(passage, number.first, number.last, unit, last) or _is_of_a_thing(passage, last):
        return None
    low, high = _opened(passage, number, bounds)
    sex = _SEX.get(passage.key_at(last - 1), "")
    return _age(low, high, _YEARS.get(unit, 1.0), at, last, sex)


def _values(passage: Passage, number: Number) -> tuple[float, float] | None:
    """The number, or the two ends of a range in digits; none for what is vague or too great."""
    if number.value is not None:
        values = (number.value, number.value)
    else:
        digits = [float(w.key) for w in passage.words[number.first : number.last] if w.is_number]
        values = (min(digits), max(digits)) if digits else (-1.0, -1.0)
    return values if values[0] >= 0 and values[1] <= _OLDEST else None


def _unit_at(passage: Passage, index: int) -> tuple[str, int]:
    """The unit of time at a word, with "old", "of age" or a sex behind it, and where they end."""
    keys = passage.keys
    if index + 2 < len(keys) and keys[index : index + 3] == ("y", "/", "o"):
        return "yo", _behind_sex(passage, index + 3)
    unit = passage.key_at(index)
    if unit not in _YEARS:
        return "", _behind_sex(passage, index)
    last = index + 1
    if passage.key_at(last) in ("old", "young"):
        last += 1
    elif keys[last : last + 2] == ("of", "age"):
        last += 2
    return unit, _behind_sex(passage, last)


def _behind_sex(passage: Passage, index: int) -> int:
    """Past a capital F or M, or a small one that is glued to its number ("26f")."""
    if passage.key_at(index) not in ("f", "m") or index == 0:
        return index
    word, before = passage.words[index], passage.words[index - 1]
    # "N0 M0" is a stage.
    if index + 1 < len(passage.words) and passage.words[index + 1].start == word.end:
        return index
    return index + 1 if word.text.isupper() or word.start == before.end else index


def _is_told(passage: Passage, first: int, end: int, unit: str, last: int) -> bool:
    """Whether a number with what stands behind it tells an age."""
    if unit in ("yo", "yof", "yom") or (last > end and passage.key_at(last - 1) in _TOLD_BY):
        return True
    if _is_aged(passage, first):
        return unit in ("", *_OF_YEARS) or passage.key_at(last) not in _NO_AGE
    if unit:
        return _is_of_a_person(passage, first, last, unit)
    return _person_before(passage, first) and _nothing_counted(passage, end)


def _is_of_a_thing(passage: Passage, last: int) -> bool:
    """ "An 8-year-old scar", "a 3-year-old hip replacement": nobody stands between."""
    for index in range(last, min(last + _THINGS_AHEAD, len(passage.keys))):
        key = passage.keys[index]
        if passage.opens_part(index) or key in _PERSONS or key in _JOINING:
            return False
        if key in _THINGS:
            return passage.key_at(last - 1) == "old"
    return False


def _is_aged(passage: Passage, first: int) -> bool:
    keys = passage.keys[max(first - _LONGEST_LINK, 0) : first]
    return "aged" in keys or "age" in keys[-2:] or keys[-2:] == ("age", "of")


def _is_of_a_person(passage: Passage, first: int, last: int, unit: str) -> bool:
    """ "11-week term girl", "my boy is 7 months", "people over 65 years"."""
    following = passage.key_at(last)
    behind = passage.key_at(last + 1) if following in _QUALITIES else following
    if behind in _PERSONS and not passage.ends_part(last):
        return True
    subject = passage.key_at(first - 2)
    if following in _NO_AGE:
        return False
    if passage.key_at(first - 1) == "of" and subject in _PERSONS:
        return True
    if passage.key_at(first - 1) in _IS and (
        subject in _CHILDREN or (unit in _OF_YEARS and subject in _SUBJECTS)
    ):
        return True
    return unit in _OF_YEARS and _bound_before(passage, first) != "" and _person_before(passage, first)


def _person_before(passage: Passage, first: int) -> bool:
    """ "Male 52", "woman of 45", "people over 65", "I am 30"."""
    at = first - 1
    while at >= max(first - _LONGEST_LINK, 0) and passage.keys[at] in _IS | _LINKS | _ABOVE | _BELOW:
        at -= 1
    return passage.key_at(at) in (_SUBJECTS if at < first - 1 else _PERSONS)


def _nothing_counted(passage: Passage, end: int) -> bool:
    """Whether a bare number counts nothing that stands behind it."""
    if passage.ends_part(end):
        return True
    return passage.keys[end] in word_set("with who has on and known presenting had +")


def _is_decade(passage: Passage, number: Number) -> bool:
    """ "In her 70s", "mid 50s", "in his forties"."""
    is_several = passage.key_at(number.last) == "s" or passage.words[number.core].text.endswith("ties")
    if not is_several or number.value is None or number.value % 10:
        return False
    return not word_set("in his her my their early mid late").isdisjoint(
        passage.keys[max(number.first - 2, 0) : number.first]
    )


def _bound_before(passage: Passage, first: int) -> str:
    near = frozenset(passage.keys[max(first - _LONGEST_LINK, 0) : first])
    if near & _ABOVE or {"at", "least"} <= near:
        return "above"
    return "below" if near & _BELOW else ""


def _opened(passage: Passage, number: Number, values: tuple[float, float]) -> tuple[float, float]:
    """An age with a bound reaches to the oldest or the youngest."""
    if passage.text_after(number.last - 1).startswith("+") or passage.key_at(number.last) == "+":
        return values[0], _OLDEST
    bound = _bound_before(passage, number.first)
    if bound == "above":
        return values[0], _OLDEST
    return (0.0, values[1]) if bound == "below" else values


def _age(low: float, high: float, unit: float, first: int, last: int, sex: str = "") -> Age:
    greatest = _OLDEST if high == _OLDEST else round(high * unit, _PLACES)
    return Age(round(low * unit, _PLACES), greatest, first, last, sex)
