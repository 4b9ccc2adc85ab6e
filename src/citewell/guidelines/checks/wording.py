"""What is said stands in what is cited: numbers, units, levels and negations; and a patient can read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from citewell.guidelines.parts import Said, comparisons, wordings
from citewell.model.catalog import Catalog
from citewell.model.problems import Problem
from citewell.text.negation import contradicts
from citewell.text.quantities import Quantity, levels, quantities, unsupported
from citewell.text.readability import flesch_kincaid

HARDEST_GRADE = 9.0
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a wording may draw on: texts, and numbers that need no unit (years, values of its criteria)."""

    texts: tuple[str, ...]
    numbers: frozenset[float]


def wordings_hold(catalog: Catalog) -> Iterator[Problem]:
    """What is said stands in its evidence, tells patients no more, turns nothing round, and can be read.

    One wording after the other, so that what was read in its evidence serves all that is asked of it.
    """
    for said in wordings(catalog.pack):
        evidence = _evidence(said, catalog)
        yield from _numbers(said, evidence)
        yield from _levels(said, evidence)
        yield from _added_for_patients(said)
        yield from _turned_round(said, catalog)
        yield from _hard_to_read(said)


def _numbers(said: Said, evidence: _Evidence) -> Iterator[Problem]:
    """Every number and unit of a clinician's wording stands in a cited finding or value."""
    for quantity in unsupported(said.wording.clinician, evidence.texts, evidence.numbers):
        yield _number_fault(said, quantity, evidence)


def _levels(said: Said, evidence: _Evidence) -> Iterator[Problem]:
    """Every vertebral level of a clinician's wording stands in a cited finding."""
    told = {level for text in evidence.texts for level in levels(text)}
    for level in sorted(levels(said.wording.clinician) - told):
        yield _fault(
            said, "wording.level", f'"{level}" stands in no cited finding', "cite it, or leave it out"
        )


def _added_for_patients(said: Said) -> Iterator[Problem]:
    """A patient's wording has no number or level that the clinician's lacks."""
    clinician, patient = said.wording.clinician, said.wording.patient
    extra = [patient[quantity.start : quantity.end] for quantity in unsupported(patient, (clinician,))]
    for words in (*extra, *sorted(levels(patient) - levels(clinician))):
        message = f'the patient wording says "{words}", the clinician wording does not'
        yield _fault(said, "wording.patient-adds", message, "both say the same")


def _turned_round(said: Said, catalog: Catalog) -> Iterator[Problem]:
    """No wording denies what its evidence affirms, or the other way round."""
    evidence = catalog.evidence(said.cites)
    clinician = contradicts(said.wording.clinician, evidence)
    patient = contradicts(said.wording.patient, (*evidence, said.wording.clinician))
    for who, word in (("clinician", clinician), ("patient", patient)):
        if word:
            message = f'the {who} wording and its evidence differ by a "not" (near "{word}")'
            yield _fault(said, "wording.negation", message, "say what the evidence says")


def _hard_to_read(said: Said) -> Iterator[Problem]:
    """A patient's wording reads at school grade 9 or below."""
    grade = round(flesch_kincaid(said.wording.patient), 1)
    if grade > HARDEST_GRADE:
        message = f"the patient wording reads at school grade {grade}, not {HARDEST_GRADE:g} or below"
        yield _fault(said, "wording.reading", message, "shorter sentences, shorter words")


def _evidence(said: Said, catalog: Catalog) -> _Evidence:
    cited = [catalog.findings[cite][0] for cite in said.cites if cite in catalog.findings]
    dated = {
        float(year) for source in cited for year in _YEAR.findall(f"{source.short} {source.searched_to}")
    }
    numbers = catalog.years(said.cites) | dated | _criterion_numbers(said, catalog)
    return _Evidence(catalog.support(said.cites), frozenset(numbers))


def _criterion_numbers(said: Said, catalog: Catalog) -> set[float]:
    """The values a wording's criteria name; where nothing is cited (scope), their numbers too."""
    leaves = [leaf for criterion in said.when for leaf in comparisons(criterion)]
    used = [catalog.values[leaf.value_id] for leaf in leaves if leaf.value_id in catalog.values]
    numbers = {edition.value for value in used for edition in value.editions}
    if not said.cites:
        numbers |= {leaf.number for leaf in leaves if leaf.number is not None}
    return numbers


def _number_fault(said: Said, quantity: Quantity, evidence: _Evidence) -> Problem:
    words = said.wording.clinician[quantity.start : quantity.end]
    told = [other for text in evidence.texts for other in quantities(text)]
    units = sorted({other.unit for other in told if isclose(other.value, quantity.value)})
    if units:
        message = f'"{words}": the cited findings have this number in {", ".join(units)}'
        return _fault(said, "wording.unit", message, "correct the unit")
    return _fault(said, "wording.number", f'"{words}" stands in no cited finding', "cite it, or leave it out")


def _fault(said: Said, code: str, message: str, hint: str) -> Problem:
    return Problem(said.path, said.line, code, f"{said.what}: {message}", hint)
