"""The words of a question, sorted: what the patient has, what is done, whom it concerns, what is asked.

So that a later question may take over one of these and bring another of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.model.answers import Question
from citewell.model.guidelines import ConceptKind
from citewell.model.pico import Phrase
from citewell.questions.concepts import leftover_words, says_something
from citewell.questions.intents import intents_in
from citewell.questions.leaning import RELATIVES
from citewell.questions.lexicon import Lexicon
from citewell.questions.passage import Passage
from citewell.questions.phrases import Role
from citewell.questions.spelling import word_set
from citewell.questions.words import Gap
from citewell.text.tokens import is_content

_THINGS = frozenset(
    {
        ConceptKind.INTERVENTION,
        ConceptKind.IMAGING,
        ConceptKind.TEST,
        ConceptKind.SCORE,
        ConceptKind.STUDY,
    }
)
_CONDITION, _THING, _PERSON, _STRANGE, _ASK = "condition", "thing", "person", "strange", "ask"
_BESIDE = word_set("with alongside besides")
_NAMING = frozenset((_CONDITION, _THING, _STRANGE))
# Content words that may stand before a condition and say nothing of it.
_NO_DESCRIPTION = word_set("""
    patient woman man person child people treat manage have had has get my with and or not no year old yr yo
    f m
""")
# Words between two of the same sort that hold a phrase together ("fracture of the sacrum").
_WIDEST_BRIDGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectWords:
    """The phrases of a question by what they stand for, in order.

    strange: what nothing knows, and so may be a condition or a treatment. first_named: the first word of
    a condition, a treatment or anything strange, None without any. beside: its treatments stand beside
    another ("safe with warfarin"). asks_itself: whether the question says
    what it wants.
    """

    conditions: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    beside: bool = False
    asks_itself: bool = False
    first_named: int | None = None


def subject_words(
    question: Question,
    passage: Passage,
    lexicon: Lexicon,
    *,
    opens: int = 0,
    follows: bool = False,
    telling: bool = False,
) -> SubjectWords:
    """The words of a question that was parsed from the passage, sorted.

    opens: how many words only open it. follows: it follows another, so that a condition told of the patient
    ("she has cancer") is no new subject. telling: it only tells of the patient.
    """
    signs = intents_in(passage, (), lexicon=lexicon, facts=0)
    sorts = dict.fromkeys(_things(question, passage, lexicon), _THING)
    told = frozenset(_at(passage, _told(question, lexicon)))
    conditions = frozenset(_conditions(question, passage, lexicon, telling=telling))
    # What is told of the patient ("no leg weakness") is the subject only of a question that has no other.
    for index in (conditions - told) or (frozenset[int]() if follows else conditions):
        sorts.setdefault(index, _CONDITION)
    saying = _saying(passage)
    for sort, indexes in _facts(question, passage, sorts):
        for index in indexes:
            if index in saying:
                sorts.setdefault(index, sort)
    for index in sorted(_saying(passage, without=frozenset(sorts) | signs.covered)):
        if index >= opens and passage.words[index].text.lower() in question.leftover:
            sorts[index] = _STRANGE
    for index in signs.covered:
        sorts.setdefault(index, _ASK)
    _extend(sorts, passage, opens=opens, told=told)
    of = _phrases(passage, sorts)
    return SubjectWords(
        conditions=of.get(_CONDITION, ()),
        things=of.get(_THING, ()),
        people=of.get(_PERSON, ()),
        strange=of.get(_STRANGE, ()),
        asks=of.get(_ASK, ()),
        beside=_are_beside(passage, [index for index in sorted(sorts) if sorts[index] == _THING]),
        asks_itself=bool(signs.intents),
        first_named=min((index for index, sort in sorts.items() if sort in _NAMING), default=None),
    )


def _extend(sorts: dict[int, str], passage: Passage, *, opens: int, told: frozenset[int]) -> None:
    """Take into a condition the words right before it that describe it: "acute", "type 2", "colorectal"."""
    for index in range(len(passage.words) - 2, opens - 1, -1):
        following = sorts.get(index + 1, "")
        stands_free = index not in told and sorts.get(index, _STRANGE) == _STRANGE
        if following in {_CONDITION, _STRANGE} and stands_free and _describes(passage, index):
            sorts[index] = following


def _describes(passage: Passage, index: int) -> bool:
    """Whether a word may describe the one behind it, with nothing between them."""
    word = passage.words[index]
    says = word.is_number or is_content(word.text.lower())
    together = passage.words[index + 1].gap is Gap.NONE and ":" not in passage.text_after(index)
    return says and together and word.key not in _NO_DESCRIPTION | RELATIVES.keys()


def _are_beside(passage: Passage, things: Sequence[int]) -> bool:
    """Whether the first treatment named stands behind "with": it is added to another."""
    return bool(things) and not _BESIDE.isdisjoint(passage.keys[max(0, things[0] - 2) : things[0]])


def _saying(passage: Passage, *, without: frozenset[int] = frozenset()) -> frozenset[int]:
    """The words that say something of a subject, unlike "patient" or "old"."""
    saying = {word.text.lower() for word in leftover_words(passage, without)}
    return frozenset(
        index
        for index, word in enumerate(passage.words)
        if index not in without and word.text.lower() in saying
    )


def _told(question: Question, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where the question tells of the patient, and not of a kind of case."""
    return [fact.span for fact in question.facts if fact.span and not lexicon.definitions[fact.id].general]


def _things(question: Question, passage: Passage, lexicon: Lexicon) -> Iterable[int]:
    """The words of treatments and tests, less those that only tell of the patient ("on apixaban")."""
    told = _told(question, lexicon)
    named = [(m.start, m.end) for m in question.mentions if lexicon.kind_of(m.concept) in _THINGS]
    asked = [(start, end) for start, end in named if not any(a < end and start < b for a, b in told)]
    return _at(passage, (*asked, *_spans(question.pico.interventions, question.pico.comparators)))


def _conditions(question: Question, passage: Passage, lexicon: Lexicon, *, telling: bool) -> Iterable[int]:
    """The words of conditions, of the packs' topics, and of the place in the body.

    A group of people is no condition, whatever a pack makes of it; nor is a topic that is named by a group, a
    treatment or a test alone ("MRI", "children").
    """
    pico = question.pico
    named = [m for m in question.mentions if lexicon.kind_of(m.concept) is ConceptKind.CONDITION]
    others = [(m.start, m.end) for m in question.mentions if m not in named]
    people = frozenset(_at(passage, _spans(pico.population.phrases)))
    had = () if telling else pico.conditions
    of_mentions = frozenset(_at(passage, ((m.start, m.end) for m in named))) - people
    yield from (*sorted(of_mentions), *_at(passage, _spans(had, pico.levels, pico.body_parts)))
    if question.topics:
        of_any_subject = people.union(_at(passage, others))
        for found in lexicon.about.find(passage, [word.stem for word in passage.words]):
            named_by = range(found.first, found.last)
            saying = (index for index in named_by if says_something(passage.words[index]))
            if found.entry.role is Role.TOPIC and not of_any_subject.issuperset(saying):
                yield from named_by


def _facts(
    question: Question, passage: Passage, sorts: Mapping[int, str]
) -> Iterator[tuple[str, Sequence[int]]]:
    """The words that state facts, less what is denied: of a condition, where they name one, or the person."""
    for fact in question.facts:
        if fact.span and fact.value is not False:
            indexes = _at(passage, (fact.span,))
            of_condition = any(sorts.get(index) == _CONDITION for index in indexes)
            yield (_CONDITION if of_condition else _PERSON), indexes
    pico = question.pico
    yield _PERSON, _at(passage, _spans(pico.population.phrases, pico.conditions))


def _spans(*phrases: Sequence[Phrase]) -> Iterable[tuple[int, int]]:
    return [(phrase.start, phrase.end) for some in phrases for phrase in some]


def _at(passage: Passage, spans: Iterable[tuple[int, int]]) -> list[int]:
    """The words that stand in any of the spans."""
    within = tuple(spans)
    return [
        index
        for index, word in enumerate(passage.words)
        if any(start <= word.start and word.end <= end for start, end in within)
    ]


def _phrases(passage: Passage, sorts: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """The runs of words of one sort, as they are written, each once."""
    runs: list[tuple[str, int, int]] = []
    for index in sorted(sorts):
        sort = sorts[index]
        if runs and runs[-1][0] == sort and _is_joined(passage, runs[-1][2], index):
            runs[-1] = (sort, runs[-1][1], index)
        else:
            runs.append((sort, index, index))
    found: dict[str, dict[str, str]] = {}
    for sort, first, last in runs:
        start, end = passage.span(first, last + 1)
        text = " ".join(passage.text[start:end].split())
        if any(is_content(word.text.lower()) for word in passage.words[first : last + 1]):
            found.setdefault(sort, {}).setdefault(text.casefold(), text)
    return {sort: tuple(texts.values()) for sort, texts in found.items()}


def _is_joined(passage: Passage, last: int, index: int) -> bool:
    """Whether only a word or two without meaning of their own stand between."""
    between = passage.words[last + 1 : index]
    return (
        len(between) <= _WIDEST_BRIDGE
        and passage.is_one_part(last, index + 1)
        and ":" not in passage.text[passage.words[last].end : passage.words[index].start]
        and not any(is_content(word.text.lower()) for word in between)
    )
