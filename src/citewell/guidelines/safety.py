"""The safety of drugs, told once in a base, where a recommendation gives one of them.

The rule. A recommendation gives one drug, or one of several alternatives. What is said of a class holds for
every drug in it, so that an alternative has the contraindications of itself and of every class above it.

- One that is true for every alternative: the recommendation does not apply, and says why.
- True for some alternatives only: it applies, and says which of them is ruled out, and why.
- A class is an alternative of its own ("a bisphosphonate"), ruled out by what is said of the class alone: a
  pack cannot know every drug in it. What is said of one drug in it is told as a caution on that drug.
- Unknown: the recommendation stays what it is. That a contraindication is not excluded is no reason against a
  drug, for then every drug would be unknown until a dozen facts were, and a reader would learn to look away;
  nor is it a reason for one. So the facts that would exclude it are told beside the recommendation, and asked
  for. Unknown is never false: nothing is called excluded before its facts are known (Kleene, as in `logic`).
- A caution (avoid, take care, specialists only) that is true is told, and changes no verdict. So is one that
  is so of the case and unknown only for who the patient is: an age that nobody told silences no caution.

What is not excluded is told in the order in which it is asked for: first what a number that is known hints at
(a creatinine clearance where the eGFR is low), then what bears on most of the alternatives, then as written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from citewell.guidelines.logic import Circumstances, deciding, examined, holds
from citewell.guidelines.nearness import hinted, holds_of_the_case, of_the_case
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Caution
from citewell.model.safety import JudgedNote, SafetyNote

Judged = Mapping[str, tuple[JudgedNote, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What drug safety says of one recommendation, for one patient.

    ruled_out: by which every alternative is, one at least for each; none where an alternative is left.
    told: what else is true of what it gives. not_excluded: the facts of which contraindications are unknown.
    """

    ruled_out: tuple[SafetyNote, ...] = ()
    told: tuple[SafetyNote, ...] = ()
    not_excluded: tuple[str, ...] = ()


_NOTHING = Weighed()


def notes_on(drug: str, catalog: Catalog) -> tuple[SafetyNote, ...]:
    """What is said of a drug: its own contraindications and cautions, then those of the classes above it."""
    wide = catalog.broader.get(drug, frozenset())
    above = (note for each, notes in catalog.safety.items() if each in wide for note in notes)
    return (*catalog.safety.get(drug, ()), *above)


def judged(catalog: Catalog, known: Circumstances) -> Judged:
    """Every rule of the pack's drug safety for one patient, by the drug or class that it is said of."""
    return {
        drug: tuple(_judged(note, catalog, known) for note in notes) for drug, notes in catalog.safety.items()
    }


def weighed(gives: Iterable[str], catalog: Catalog, found: Judged) -> Weighed:
    """What drug safety says of the alternatives that a recommendation gives."""
    alternatives = tuple(gives)
    if not alternatives:
        return _NOTHING
    of_each = [tuple(_above(drug, catalog, found)) for drug in alternatives]
    against = [[one.note for one in notes if _forbids(one)] for notes in of_each]
    if all(against):
        return Weighed(ruled_out=_once(note for notes in against for note in notes))
    within = (found[each] for drug in alternatives for each in _within(drug, catalog, found))
    left = [one for notes in (*of_each, *within) for one in _left(notes)]
    told = _once(one.note for one in left if one.truth is Truth.TRUE or _cautions(one))
    return Weighed(told=tuple(sorted(told, key=lambda note: not note.forbids)), not_excluded=_open(left))


def objections(catalog: Catalog, drug: str, known: Circumstances) -> tuple[Caution, ...]:
    """What forbids a drug or class to a patient: the contraindications that are true, its own first.

    drug: a concept of the pack; nothing is said of one that it does not know.
    """
    return tuple(
        note.caution
        for note in notes_on(drug, catalog)
        if note.forbids and _judged(note, catalog, known).truth is Truth.TRUE
    )


def cautions(catalog: Catalog, drug: str, known: Circumstances) -> tuple[Caution, ...]:
    """What asks for care with a drug or class in a patient, and does not forbid it; as `objections`."""
    return tuple(
        note.caution
        for note in notes_on(drug, catalog)
        if not note.forbids and _judged(note, catalog, known).truth is Truth.TRUE
    )


def not_excluded(catalog: Catalog, drug: str, known: Circumstances) -> tuple[str, ...]:
    """The facts that would settle the contraindications of a drug or class that are unknown of a patient."""
    return _open([_judged(note, catalog, known) for note in notes_on(drug, catalog)])


def _judged(note: SafetyNote, catalog: Catalog, known: Circumstances) -> JudgedNote:
    when = note.caution.when
    truth, missing = examined(when, known)
    rest = of_the_case(when, catalog)
    if truth is not Truth.UNKNOWN:
        decided_by = deciding(when, known) if truth is Truth.TRUE else ()
        rests_on = dict.fromkeys(leaf.fact for leaf in decided_by if leaf.fact in known.facts)
        return JudgedNote(note=note, truth=truth, rests_on=tuple(rests_on), of_age_alone=rest is None)
    return JudgedNote(
        note=note,
        truth=truth,
        missing=missing,
        enough=_enough(rest, known) if rest is not None else (),
        of_age_alone=rest is None,
        of_the_case=holds_of_the_case(when, catalog, known),
        hinted=hinted(when, missing, catalog, known),
    )


def _enough(when: Criterion, known: Circumstances) -> tuple[str, ...]:
    """The unknown yes-no facts each of which by itself makes a criterion true, when it is so."""
    if when.op is Op.USE:
        return _enough(known.named[when.name], known)
    if when.op is Op.ANY:
        return tuple(dict.fromkeys(fact for part in when.parts for fact in _enough(part, known)))
    if when.op is Op.ALL:
        unsettled = [part for part in when.parts if holds(part, known) is not Truth.TRUE]
        return _enough(unsettled[0], known) if len(unsettled) == 1 else ()
    return (when.fact,) if when.choices == ("yes",) and when.fact not in known.facts else ()


def _above(drug: str, catalog: Catalog, found: Judged) -> Iterator[JudgedNote]:
    yield from found.get(drug, ())
    wide = catalog.broader.get(drug, frozenset())
    yield from (one for each, notes in found.items() if each in wide for one in notes)


def _within(drug: str, catalog: Catalog, found: Judged) -> Iterator[str]:
    return (each for each in found if drug in catalog.broader.get(each, frozenset()))


def _left(notes: Iterable[JudgedNote]) -> tuple[JudgedNote, ...]:
    """What still matters of a drug: of one that is ruled out, only that it is."""
    held = tuple(notes)
    return tuple(one for one in held if _forbids(one)) or held


def _forbids(one: JudgedNote) -> bool:
    return one.note.forbids and one.truth is Truth.TRUE


def _once(notes: Iterable[SafetyNote]) -> tuple[SafetyNote, ...]:
    return tuple({note.id: note for note in notes}.values())


def _cautions(one: JudgedNote) -> bool:
    return not one.note.forbids and one.of_the_case


def _open(notes: Iterable[JudgedNote]) -> tuple[str, ...]:
    """The facts that unknown contraindications want, in the order in which they are asked for."""
    unknown = [one for one in notes if one.note.forbids and one.truth is Truth.UNKNOWN]
    hints = {fact for one in unknown for fact in one.hinted}
    wanted = Counter(fact for one in unknown for fact in one.missing)
    return tuple(sorted(wanted, key=lambda fact: (fact not in hints, -wanted[fact])))
