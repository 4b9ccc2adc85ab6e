"""Whether what a question takes for granted is contradicted.

"Which dose of X for Y" is not answered by what else is given for Y where the guidelines say "do not use X for
Y". What contradicts is quoted. Where other guidelines are for it, nothing is contradicted, unless the
question names a body, and this body is against it: then the others are shown as others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from citewell.answers.library.denied import denied_in
from citewell.answers.library.subject import subject_of
from citewell.model.answers import Presumption, Question
from citewell.model.shelves import Gathered, Quotation
from citewell.model.sources import Direction, Source
from citewell.text.negation import negated
from citewell.text.tokens import content_words, stem

_MOST_QUOTED = 3
_MOST_OTHERS = 2
# What contradicts fits the question at least this share as well as what fits best.
_CLOSE = 0.5
# Of what a recommendation is against, the question names half, or two words, or one that is rare.
_NAMED = 0.5
_NAMED_WORDS = 2
# Of these words a recommendation for the same thing has more than this share.
_MOSTLY = 0.5
_RARE = 0.45
_FOR = frozenset({Direction.FOR, Direction.OPTION})
# Words for how a thing is done, which say nothing of what it is.
_HOW = content_words(
    "dose dosage doses mg daily day days week weeks month months often long many much soon start stop"
    " frequency duration interval strength guideline guidelines recommend recommended recommends advise"
    " suggest standard routine first line best type kind size level rate course schedule session"
    " sessions repeat repeated no not test tests testing scan result results year years old"
)
# A word that begins another is taken for it ("exam", "trauma").
_SHORTEST_ROOT = 4
# Against in so many words, behind what another sentence says of it.
_REPORTED = re.compile(
    r"\b(?:recommend|suggest|advise)s? that (?:\w+ ){1,5}(?:do|does|should|must) not\b", re.IGNORECASE
)
# Which ages a recommendation speaks of, as far as it says so in plain numbers.
_UNDER = re.compile(r"\b(?:under|below|younger than)(?: the)?(?: age)?(?: of)? (\d{1,3})\b", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:over|above|older than)(?: the)?(?: age)?(?: of)? \d{1,3}\b|\bage[sd]? \d{2}\+", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bage[sd]? (?:of )?(\d{1,3})(?: to |-|–| and )(\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """What contradicts the question, best first, and what other bodies than the named ones say for it.

    unheard: the bodies named in the question by which nothing was found.
    """

    against: tuple[Quotation, ...]
    others: tuple[Quotation, ...] = ()
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A recommendation on the thing asked about: how many more of the question's words it shares."""

    quotation: Quotation
    source: Source
    named: frozenset[str]
    shared: int

    @property
    def fit(self) -> tuple[int, float]:
        return len(self.named) + self.shared, self.quotation.score


def contradicted(question: Question, gathered: Gathered) -> Contradicted | None:
    """What contradicts the thing that a question takes for granted; None where nothing does."""
    presumed = question.presumes
    if presumed is None or not gathered.quotations:
        return None
    quotations = [q for q in gathered.quotations if q.found and "\t" not in q.text]
    against = _against(quotations, question, presumed, gathered)
    named = frozenset[str]().union(*(side.named for side in against))
    favours = _in_favour(quotations, question, gathered, named)
    spoken = [side for side in against if _is_of(side.source, presumed.bodies)]
    if spoken:
        rivals = [side for side in favours if _is_of(side.source, presumed.bodies)]
        others = [side for side in favours if side not in rivals and side.shared]
    elif any(_is_of(side.source, presumed.bodies) for side in favours):
        return None
    else:
        spoken, rivals, others = against, favours, []
    typed = content_words(question.text)
    standing = [side for side in spoken if not any(_is_rival(rival, side, typed) for rival in rivals)]
    if not standing:
        return None
    return Contradicted(
        against=_quotations(standing, _MOST_QUOTED),
        others=_quotations(others, _MOST_OTHERS),
        unheard=unheard(presumed.bodies, _found(gathered)),
    )


def _against(
    quotations: Sequence[Quotation], question: Question, presumed: Presumption, gathered: Gathered
) -> list[_Side]:
    """The recommendations against the thing that is presumed, as far as they fit the question."""
    least = _CLOSE * max(quotation.score for quotation in gathered.quotations)
    asked = presumed.words - _HOW
    found = []
    for quotation in quotations:
        if _is_against(quotation) and quotation.score >= least and _is_of_age(quotation.text, question):
            side = _side(quotation, _among(denied_in(quotation.text), asked), question, gathered)
            on_it = presumed.attributes and _is_on_it(side, question, gathered)
            if (side.shared or on_it) and _is_named(side, gathered):
                found.append(side)
    return found


def _in_favour(
    quotations: Sequence[Quotation],
    question: Question,
    gathered: Gathered,
    named: frozenset[str],
) -> list[_Side]:
    """The recommendations for the thing that others are against, by any name that the question has for it."""
    found = []
    for quotation in quotations:
        words = subject_of(quotation.text) & named
        if words and _is_for(quotation) and not _is_denied(quotation, question):
            found.append(_side(quotation, words, question, gathered))
    return found


def _is_rival(favour: _Side, against: _Side, typed: frozenset[str]) -> bool:
    """Whether a recommendation for the very thing that another is against fits the question as well.

    typed: the words of the question. What is against a kind as such does not stand against what is for the
    member of it that is asked about.
    """
    told = len(against.named & favour.named) > _MOSTLY * len(against.named)
    if against.named.isdisjoint(typed) and not favour.named.isdisjoint(typed):
        return favour.shared > 0
    return told and favour.fit >= against.fit


def _side(quotation: Quotation, named: frozenset[str], question: Question, gathered: Gathered) -> _Side:
    document = gathered.documents[quotation.document]
    asked = subject_of(question.text) - _HOW - named - negated(question.text)
    shared = _among(asked, subject_of(quotation.text))
    return _Side(quotation=quotation, source=document.source, named=named, shared=len(shared))


def _among(ones: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Those of some stems that are among others, or begin one of them, or begin with one."""
    return frozenset(one for one in ones if one in others or any(_is_root(one, other) for other in others))


def _is_root(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_ROOT and longer.startswith(shorter)


def _is_against(quotation: Quotation) -> bool:
    found = quotation.found
    return found is not None and (
        found.direction is Direction.AGAINST or _REPORTED.search(quotation.text) is not None
    )


def _is_for(quotation: Quotation) -> bool:
    found = quotation.found
    return found is not None and found.direction in _FOR and not _is_against(quotation)


def _is_denied(quotation: Quotation, question: Question) -> bool:
    """Whether a recommendation is for a case that the question denies ("with no sign of infection")."""
    return not (negated(question.text) - _HOW).isdisjoint(subject_of(quotation.text))


def _is_of_age(text: str, question: Question) -> bool:
    """Whether the ages that a recommendation names, if any, have room for the patient's, if known."""
    age = question.pico.population.age
    if age is None:
        return True
    limits = [match[1] for match in _UNDER.finditer(text)]
    limits += [match[2] for match in _BETWEEN.finditer(text)]
    return not limits or _OVER.search(text) is not None or age[0] <= max(map(float, limits))


def _is_on_it(side: _Side, question: Question, gathered: Gathered) -> bool:
    """Whether the document that a recommendation stands in is about what else the question names."""
    document = gathered.documents[side.quotation.document]
    about = subject_of(" ".join((document.source.title, *document.conditions)))
    return bool(_among(subject_of(question.text) - _HOW - side.named, about))


def _is_named(side: _Side, gathered: Gathered) -> bool:
    """Whether the question names what the recommendation is against, and not only the condition."""
    document = gathered.documents[side.quotation.document]
    denied = denied_in(side.quotation.text)
    things = side.named - subject_of(" ".join(document.conditions))
    if not things:
        return bool(side.named) and side.named == denied
    rare = {stem(subject.word) for subject in gathered.subjects if subject.rarity >= _RARE}
    enough = len(side.named) >= min(_NAMED_WORDS, _NAMED * len(denied))
    return enough or not things.isdisjoint(rare)


def _is_of(source: Source, bodies: Iterable[str]) -> bool:
    """Whether a source is by one of the bodies named."""
    names = {*source.short.replace("/", " ").split(), source.short}
    return any(body in names or not names.isdisjoint(body.split("/")) for body in bodies)


def unheard(bodies: Iterable[str], sources: Iterable[Source]) -> tuple[str, ...]:
    """Those of the bodies named by which none of the sources is."""
    known = tuple(sources)
    return tuple(body for body in bodies if not any(_is_of(source, (body,)) for source in known))


def _found(gathered: Gathered) -> Iterator[Source]:
    found = (gathered.documents.get(one) for one, _ in gathered.ranking)
    return (document.source for document in found if document)


def _quotations(sides: Iterable[_Side], most: int) -> tuple[Quotation, ...]:
    best = sorted(sides, key=lambda side: (-side.shared, -side.quotation.score, side.quotation.start))
    return tuple(side.quotation for side in best[:most])
