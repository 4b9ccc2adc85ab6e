"""Words → what is asked about: whom, what, against what, for what end, where and when."""

from collections.abc import Iterable, Iterator, Sequence

from citewell.model.cases import Assertion
from citewell.model.pico import NO_PICO, Phrase, Pico
from citewell.questions.assertions import reading_at
from citewell.questions.context import Context
from citewell.questions.lists import Place
from citewell.questions.passage import Passage
from citewell.questions.pico.levels import levels_in
from citewell.questions.pico.mentions import Mention, mentions_in, phrases_of
from citewell.questions.pico.options import options_in
from citewell.questions.pico.people import people_in
from citewell.questions.pico.terms import Role, Terms
from citewell.questions.pico.times import is_gestation_now, times_in
from citewell.questions.spelling import word_set

# Behind these a condition is what is to be kept away or brought about, not what the patient has.
_TOWARDS = word_set("""
    prevent prevents preventing prevention avoid avoiding reduce reduces reducing lower lowers lowering
    decrease risk chance protect protects against stop stops improve improves improving
""")
_LINKS = word_set(
    "of the a an my from getting get having another further her his their risk for i don do not"
)
_REACH = 6


def read_pico(passage: Passage, *, context: Context, terms: Terms) -> Pico:
    """What a question asks about. Linear in its length; without terms nothing is known."""
    if not terms.terms:
        return NO_PICO
    mentions = mentions_in(passage, terms)
    told_pregnant = is_gestation_now(passage.text)
    population = people_in(
        passage, _of(Role.GROUP, mentions), context=context, terms=terms, told_pregnant=told_pregnant
    )
    conditions = tuple(_of(Role.CONDITION, mentions))
    aims = frozenset(one for one in conditions if _is_aimed_at(passage, one))
    had = {one: _assertion(one, context) for one in conditions if one not in aims}
    denied = [one for one, meant in had.items() if meant is Assertion.NEGATED]
    told = [one for one, meant in had.items() if meant not in (Assertion.NEGATED, Assertion.OTHER_PERSON)]
    options = options_in(passage, mentions)
    return Pico(
        population=population,
        conditions=phrases_of(told, passage),
        negated=phrases_of(denied, passage),
        interventions=phrases_of(options.asked, passage),
        comparators=phrases_of(options.against, passage),
        outcomes=phrases_of((*_of(Role.OUTCOME, mentions), *aims), passage),
        body_parts=phrases_of((*_of(Role.BODY_PART, mentions), *_sides(mentions)), passage),
        levels=levels_in(passage.text, terms),
        settings=phrases_of(_of(Role.SETTING, mentions), passage),
        times=_times(passage.text, population.phrases),
        current=phrases_of(options.current, passage),
    )


def _of(role: Role, mentions: Iterable[Mention]) -> Iterator[Mention]:
    return (one for one in mentions if one.role is role)


def _assertion(mention: Mention, context: Context) -> Assertion:
    return reading_at(context, Place(mention.first, mention.last)).assertion


def _is_aimed_at(passage: Passage, mention: Mention) -> bool:
    """Whether a condition stands behind "to prevent", "the risk of", "so I don't get"."""
    for index in range(mention.first - 1, max(mention.first - _REACH, passage.begin[mention.first]) - 1, -1):
        key = passage.keys[index]
        if key in _TOWARDS:
            return True
        if key not in _LINKS:
            return False
    return False


def _sides(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The sides that stand beside a part of the body: elsewhere "right" is a right answer."""
    for one in _of(Role.SIDE, mentions):
        if any(part.first == one.last or part.last == one.first for part in _of(Role.BODY_PART, mentions)):
            yield one


def _times(text: str, people: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """The times told; an age is none."""
    ages = [(one.start, one.end) for one in people]
    return tuple(
        one for one in times_in(text) if all(one.end <= start or end <= one.start for start, end in ages)
    )
