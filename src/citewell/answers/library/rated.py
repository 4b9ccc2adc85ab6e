"""Tables of appropriateness ratings: which clinical variant the question tells of, and its rows.

Such a table (ACR Appropriateness Criteria) rates the same procedures for each of several variants of a
condition ("Cyclical. Age <40. Initial examination."). A row says nothing without its variant, so that the
variant is chosen first, and of it the rows that are rated best, or are of the procedure asked about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from citewell.answers.library.asking import Form, form_of
from citewell.model.answers import Question
from citewell.model.library import FoundRecommendation
from citewell.model.pico import Population
from citewell.model.shelves import Quotation
from citewell.text.tokens import content_words

APPROPRIATENESS = "acr-appropriateness"
# What speaks for a variant and its rows, beside how near it is in meaning (1 for the same text).
_SHARED = 0.1
_FITTING_AGE, _OTHER_AGE = 0.05, -0.15
_FIRST, _LATER, _AS_TOLD = 0.06, -0.06, 0.04
_NOT_TOLD = -0.1
_NAMED = 0.15
# Ratings 7 to 9 are "usually appropriate", 4 to 6 "may be", 1 to 3 "usually not".
_USUALLY, _MAY_BE = 7, 4
_BY_POINT, _BETWEEN, _LEAST = 0.01, -0.05, -0.1
_AGE_IS = re.compile(
    r"(?P<below><|\b(?:under|younger than|less than|below)\s)\s?(?P<low>\d{1,3})"
    r"|(?P<upto>≤)\s?(?P<most>\d{1,3})|(?P<from>[≥>]|\b(?:older than|over|at least)\s)\s?(?P<least>\d{1,3})",
    re.IGNORECASE,
)
_BETWEEN_AGES = re.compile(
    r"\b(\d{1,3})\s?(?:to|through|[-–])\s?(\d{1,3})(?=\s?(?:years|y\b))", re.IGNORECASE
)
_OF_AGE = re.compile(r"\b(?:ages?|aged|years?|old(?:er)?|younger)\b", re.IGNORECASE)
_ASKS_FIRST = re.compile(r"\b(?:first|initial\w*|start with|to begin)\b", re.IGNORECASE)
_IS_FIRST = re.compile(r"\b(?:first|initial)\b", re.IGNORECASE)
_IS_LATER = re.compile(
    r"\b(?:negative|normal|indeterminate|non-?diagnostic|equivocal|inconclusive|follow-?\s?up|known|recurrent"
    r"|persistent|next|repeat\w*|after|prior|previous\w*|treated|treatment)\b",
    re.IGNORECASE,
)
_PREGNANT = re.compile(r"(?<!non-)(?<!non)(?<!not )\bpregnan", re.IGNORECASE)


def is_rating(found: FoundRecommendation | None) -> bool:
    """Whether a recommendation is a row of a table of appropriateness ratings."""
    return found is not None and found.system == APPROPRIATENESS and found.label.isdigit()


def by_variant(quotations: Sequence[Quotation], question: Question) -> Iterator[Quotation]:
    """The quotations of one document, its ratings scored by how well their variant fits the patient told of,
    by their rating, and by whether they are of what is asked about."""
    rated = [quotation for quotation in quotations if is_rating(quotation.found)]
    if not rated:
        yield from quotations
        return
    form = form_of(question)
    fits = {line: _fit(line, question) for line in dict.fromkeys(map(variant_of, rated))}
    for quotation in quotations:
        if is_rating(quotation.found):
            gained = fits[variant_of(quotation)] + _worth(quotation, form)
            yield quotation.worth(quotation.score * (1.0 + gained))
        else:
            yield quotation


def variant_of(quotation: Quotation) -> str:
    """The line over a row's table; of the contexts the columns' heads stand behind it."""
    lines = [context.text for context in quotation.context]
    return next(
        (line for line in lines if line.startswith(("Variant", "Clinical"))), lines[0] if lines else ""
    )


def nearest_variants(ratings: Iterable[Quotation], *, best: float) -> Iterator[Quotation]:
    """Rows whose score is their nearness in meaning, with their variant's mean nearness counted from `best`,
    which is what the row of the nearest variant is worth."""
    rows = list(ratings)
    near: dict[str, list[float]] = {}
    for row in rows:
        near.setdefault(variant_of(row), []).append(row.score)
    means = {line: sum(all_of_it) / len(all_of_it) for line, all_of_it in near.items()}
    nearest = max(means.values(), default=0.0)
    for row in rows:
        yield row.worth(best * (1.0 + means[variant_of(row)] - nearest))


def _fit(line: str, question: Question) -> float:
    """How well a variant fits what the question tells."""
    people = question.pico.population
    words = content_words(line)
    shared = len(words & content_words(question.text)) / max(len(words), 1)
    told_later = bool(_IS_LATER.search(question.text))
    fit = _SHARED * shared + _age_fit(line, people)
    if _ASKS_FIRST.search(question.text) and not told_later and _IS_FIRST.search(line):
        fit += _FIRST
    if _IS_LATER.search(line):
        fit += _AS_TOLD if told_later else _LATER
    if _PREGNANT.search(line) and not any(group.startswith("pregnan") for group in people.groups):
        fit += _NOT_TOLD
    return fit


def within_ages(text: str, age: tuple[float, float] | None) -> bool:
    """Whether a text names no bounds of age, or only such as an age keeps to; an unknown one to none."""
    bounds = [*_AGE_IS.finditer(text)] if _OF_AGE.search(text) else []
    between = [(float(span[1]), float(span[2])) for span in _BETWEEN_AGES.finditer(text)]
    if not bounds and not between:
        return True
    if age is None:
        return False
    return all(_holds(bound, age) for bound in bounds) and all(
        a <= age[1] and age[0] <= b for a, b in between
    )


def _age_fit(line: str, people: Population) -> float:
    if people.age is None or not _OF_AGE.search(line):
        return 0.0
    bounds = list(_AGE_IS.finditer(line))
    if not bounds:
        return 0.0
    return _FITTING_AGE if all(_holds(bound, people.age) for bound in bounds) else _OTHER_AGE


def _holds(bound: re.Match[str], age: tuple[float, float]) -> bool:
    if bound["low"]:
        return age[0] < float(bound["low"])
    if bound["most"]:
        return age[0] <= float(bound["most"])
    return age[1] >= float(bound["least"])


def _worth(quotation: Quotation, form: Form) -> float:
    """By a row's rating, and whether it is of a procedure asked about."""
    rating = int(quotation.found.label) if quotation.found else 0
    named = form.about and form.is_spoken_of(quotation.text)
    if rating >= _USUALLY:
        return _BY_POINT * (rating - _USUALLY + 1) + (_NAMED if named else 0.0)
    return _NAMED if named else _BETWEEN if rating >= _MAY_BE else _LEAST
