"""The facts of a patient that a question tells, under every name by which guidelines may warn of them.

Three-valued: what is denied, belongs to somebody else, or is only suspected is no fact.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citewell.model.pico import Phrase, Pico
from citewell.text.caution_words import NO_CAUTION_WORDS, CautionWords, hinting, naming
from citewell.text.negation import negated
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords
from citewell.text.tokens import WORD, content_words

# Between the name of a measure and its number in a question: "eGFR of 28", "INR was 2.4".
_NUMBER = re.compile(r"\s*(?:of|is|was|=|:|now|around|about|~|\()?\s*(?P<number>\d+(?:\.\d+)?)(?![\d/])")
_BEFORE = 24
_LEAST_COMPANY = 2
_AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cautionary:
    """words: how English warns. names: of each thing that the vocabulary knows, all its names. classes: of
    each drug, the names of the classes it belongs to. groups: the ages of those that an age makes one of.
    drugs: the ids that name drugs and their classes.
    """

    words: CautionWords = NO_CAUTION_WORDS
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    drugs: frozenset[str] = frozenset()

    def is_drug(self, name: str) -> bool:
        """Whether a name is of a drug: one of those known, or read as one by its end alone."""
        return name in self.drugs or name not in self.names


NOTHING_CAUTIONARY = Cautionary()


class Kind(StrEnum):
    """What a fact tells of a patient."""

    DRUG = "drug"
    ALLERGY = "allergy"
    MEASURE = "measure"
    GROUP = "group"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFact:
    """told: as the question tells it. names: by which a warning may name it. value: of what is measured."""

    kind: Kind
    told: str
    names: tuple[str, ...]
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A treatment that is asked about: own names, and those of its classes."""

    told: str
    own: tuple[str, ...]
    classes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.own, *self.classes)


def treatments_in(pico: Pico, known: Cautionary) -> tuple[Treatment, ...]:
    """The drugs asked about; of a question that names nothing to be done, those that are taken."""
    asked = (*pico.interventions, *pico.comparators) or pico.current
    return tuple(_treatment(one.id, known) for one in asked if one.id in known.drugs)


def _treatment(drug: str, known: Cautionary) -> Treatment:
    loose = known.words.phrases.get("loose", ())
    classes = tuple(name for name in known.classes.get(drug, ()) if name not in loose)
    return Treatment(told=drug, own=known.names.get(drug, (drug,)), classes=classes)


def facts_in(
    question: str, pico: Pico, known: Cautionary, plain: PlainWords = NO_PLAIN_WORDS
) -> tuple[PatientFact, ...]:
    """The facts told of the patient: drugs, allergies, measures, groups, diseases, in this order.

    plain: what is told in these alone is how somebody feels, which is what is treated, and warns of nothing.
    """
    asked = {one.id for one in (*pico.interventions, *pico.comparators)}
    taken = [one for one in pico.current if known.is_drug(one.id) and one.id not in asked]
    allergies = dict(_allergies(question, pico, known))
    told = [one for one in taken if one.id not in allergies and _holds(one, question, known)]
    facts = [
        *(_drug_taken(one, question, known) for one in told),
        *allergies.values(),
        *_measured(question, known),
        *_groups(question, pico, known),
    ]
    named = (one for one in pico.conditions if not all(map(plain.has, WORD.findall(one.id))))
    diseases = [one for one in named if _holds(one, question, known)]
    if facts or pico.population.age or pico.population.sex or len(diseases) >= _LEAST_COMPANY:
        facts += [_named(one.id, _typed(one, question), Kind.CONDITION, known) for one in diseases]
    return tuple({fact.told: fact for fact in facts}.values())


def _drug_taken(one: Phrase, question: str, known: Cautionary) -> PatientFact:
    drug = _treatment(one.id, known)
    return PatientFact(kind=Kind.DRUG, told=_typed(one, question), names=drug.names)


def _named(thing: str, told: str, kind: Kind, known: Cautionary) -> PatientFact:
    names = (*known.names.get(thing, (thing,)), *known.words.wider.get(thing, ()))
    return PatientFact(kind=kind, told=told, names=names)


def _allergies(question: str, pico: Pico, known: Cautionary) -> Iterator[tuple[str, PatientFact]]:
    """The drugs that the question says somebody is allergic to."""
    said = known.words.phrases.get("allergy", ())
    if not hinting(said).search(question):
        return
    for one in (*pico.interventions, *pico.comparators, *pico.current):
        if not known.is_drug(one.id):
            continue
        typed = _typed(one, question)
        match = naming(tuple(way.format(typed) for way in said)).search(question)
        if match and not _is_denied(match.group(), question):
            names = tuple(way.format(name) for way in said for name in _treatment(one.id, known).names)
            yield one.id, PatientFact(kind=Kind.ALLERGY, told=match.group(), names=names)


def _measured(question: str, known: Cautionary) -> Iterator[PatientFact]:
    for names in known.words.measures:
        for match in naming(names).finditer(question):
            number = _NUMBER.match(question, match.end())
            if number:
                told = f"{match.group()} {number['number']}"
                yield PatientFact(kind=Kind.MEASURE, told=told, names=names, value=float(number["number"]))
                break


def _groups(question: str, pico: Pico, known: Cautionary) -> Iterator[PatientFact]:
    people = pico.population
    for group in sorted(people.groups):
        yield _named(group, known.words.called.get(group, group), Kind.GROUP, known)
    if people.age is None or people.age[0] != people.age[1]:
        return
    age = people.age[0]
    ages = ((group, known.groups.get(group)) for group in known.words.phrases.get("ages", ()))
    of_age = [group for group, span in ages if span and span[0] <= age <= span[1]]
    names = dict.fromkeys(name for one in of_age for name in _named(one, one, Kind.GROUP, known).names)
    if names:
        typed = next((_typed(one, question) for one in people.phrases if one.id == _AGE), "")
        told = f"age {age:g}" if age.is_integer() else typed
        yield PatientFact(kind=Kind.GROUP, told=told, names=tuple(names))


def _holds(phrase: Phrase, question: str, known: Cautionary) -> bool:
    """Whether something is told as so: neither denied nor only suspected."""
    before = question[max(0, phrase.start - _BEFORE) : phrase.start]
    unsure = naming(known.words.phrases.get("unsure", ()))
    if any(not before[one.end() :].strip(" a,the?") for one in unsure.finditer(before)):
        return False
    return not before.rstrip().endswith("?") and not _is_denied(_typed(phrase, question), question)


def _typed(phrase: Phrase, question: str) -> str:
    """As the question says it; what it takes over from an earlier one stands nowhere in it."""
    return question[phrase.start : phrase.end] if phrase.end <= len(question) else phrase.id


def _is_denied(words: str, question: str) -> bool:
    named = content_words(words)
    return bool(named) and named <= negated(question)


def words_of(facts: Iterable[PatientFact]) -> frozenset[str]:
    """The content words by which facts are told."""
    return frozenset[str]().union(*(content_words(fact.told) for fact in facts))
