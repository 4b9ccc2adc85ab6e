"""A question may ask for several things: each is answered by a quotation, where anything answers it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from citewell.answers.library.asking import Form
from citewell.model.shelves import Quotation
from citewell.text.quantities import quantities
from citewell.text.tokens import content_words

Ask = Callable[[Quotation], bool]


def with_each_ask(chosen: Sequence[Quotation], found: Sequence[Quotation], form: Form) -> list[Quotation]:
    """The quotations chosen, best first, where what is asked for and stands in none takes the last places.

    found: all that could be chosen, best first. No more are given than were chosen.
    """
    kept = list(chosen)
    needed: list[Quotation] = []
    for answers in asks_of(form):
        answering = next(filter(answers, kept), None) or next(filter(answers, found), None)
        if answering is not None and answering not in needed:
            needed.append(answering)
    missing = [quotation for quotation in needed if quotation not in kept]
    spare = [quotation for quotation in kept if quotation not in needed]
    left_out = spare[max(0, len(spare) - len(missing)) :]
    kept = [quotation for quotation in kept if quotation not in left_out]
    return [*kept, *missing[: len(left_out)]]


def asks_of(form: Form) -> Iterator[Ask]:
    """What a question asks for: a word on each thing named in what it asks, and a quantity of the kind asked
    for that is said of these."""
    yield from (partial(_names, names) for names in dict.fromkeys(form.about))
    if form.units:
        yield partial(_measures, form)


def _names(names: Iterable[frozenset[str]], quotation: Quotation) -> bool:
    said = content_words(quotation.text)
    return any(name <= said for name in names)


def _measures(form: Form, quotation: Quotation) -> bool:
    if form.about and not any(_names(names, quotation) for names in form.about):
        return False
    return any(each.unit in form.units for each in quantities(quotation.text))
