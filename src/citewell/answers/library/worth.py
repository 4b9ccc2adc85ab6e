"""What a quotation is worth to a question: how well it fits, and whether it is of the kind that answers."""

from collections.abc import Iterator, Sequence

from citewell.answers.library.asking import DOSES, TIMES
from citewell.answers.library.peopled import others_in
from citewell.model.answers import Intent, Question
from citewell.model.library import Document
from citewell.model.pico import Population
from citewell.model.sections import is_descriptive, is_warning
from citewell.model.shelves import Quotation
from citewell.text.quantities import quantities

# What it is worth to have a quantity of the kind that was asked for.
_ANSWERS = 1.15
_UNITS = {Intent.DOSE: DOSES, Intent.TIMING: TIMES}
# What a passage is worth that recommends nothing.
_MERELY_SAYS = 0.75
# What is told of other people than the patient may be of use where nothing else is, and is said to be.
_FOR_OTHERS = 0.8
# A body that grades what it recommends prints a grade beside it; a sentence without one is mostly argument.
_GRADED = 1.1
_UNGRADED_AMONG_GRADED = 0.9
# Sections that tell of harms or of benefits: the first stand with the warnings, the second are never quoted.
_HARMS = "Potential Harms"
_BENEFITS = "Potential Benefits"


def says_something(quotation: Quotation) -> bool:
    """Whether a quotation says what to do or what is known; not only what the guideline is about."""
    section = quotation.section
    return quotation.found is not None or not (is_descriptive(section) or section == _BENEFITS)


def alerts(quotation: Quotation) -> bool:
    """Whether a quotation stands where a guideline forbids or warns."""
    return is_warning(quotation.section) or quotation.section == _HARMS


def worths(quotations: Sequence[Quotation], question: Question, document: Document) -> Iterator[float]:
    """What each of a document's quotations is worth, in their order."""
    people = question.pico.population
    units = frozenset[str]().union(*(_UNITS.get(intent, ()) for intent in question.intents))
    found = [quotation.found for quotation in quotations if quotation.found]
    graded = 2 * sum(bool(recommendation.label) for recommendation in found) > len(found)
    of_all = others_in(document.source.title, people)
    for quotation in quotations:
        answers = bool(units) and any(each.unit in units for each in quantities(quotation.text))
        kind = _kind(quotation, among_graded=graded)
        fits = _FOR_OTHERS if of_all or _others_in_words(quotation, people) else 1.0
        yield quotation.score * kind * fits * (_ANSWERS if answers else 1.0)


def others_for(quotation: Quotation, document: Document, people: Population) -> str:
    """Whom a quotation speaks of where the patient cannot be one of them, by its words or its title's."""
    return _others_in_words(quotation, people) or others_in(document.source.title, people)


def _others_in_words(quotation: Quotation, people: Population) -> str:
    words = " ".join((quotation.text, *(context.text for context in quotation.context)))
    return others_in(words, people)


def _kind(quotation: Quotation, *, among_graded: bool) -> float:
    """More for a graded recommendation, less for words that recommend nothing."""
    if quotation.found is None:
        return 1.0 if alerts(quotation) else _MERELY_SAYS
    if quotation.found.label:
        return _GRADED
    return _UNGRADED_AMONG_GRADED if among_graded else 1.0
