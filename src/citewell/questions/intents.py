"""What a question wants, by the signs it shows, and without any by what it is about.

A sign is dropped when a longer one includes all its words ("how long" in "how long … heal").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import TypeAlias

from citewell.model.answers import Intent
from citewell.model.guidelines import ConceptKind
from citewell.questions import intent_signs
from citewell.questions.lexicon import Lexicon
from citewell.questions.passage import Passage
from citewell.questions.phrases import Found
from citewell.questions.spelling import word_set
from citewell.questions.words import Gap, keys_of

_GAP = "…"
_WIDEST_GAP = 11
_STRONG, _PLAIN, _WEAK = 3, 2, 1
_TABLES: tuple[tuple[int, dict[Intent, str]], ...] = (
    (_STRONG, intent_signs.STRONG),
    (_PLAIN, intent_signs.PLAIN),
    (_WEAK, intent_signs.WEAK),
)
_KIND_INTENTS = {
    ConceptKind.INTERVENTION: Intent.SHOULD,
    ConceptKind.IMAGING: Intent.IMAGING,
    ConceptKind.TEST: Intent.DIAGNOSIS,
}
_ORDER = {intent: place for place, intent in enumerate(Intent)}
_ARTICLES = frozenset(("a", "an", "the"))
_BEFORE_OPENING = word_set("and or but so then also please")
_JOINING = word_set("and")
# What somebody does ("can I drive") is a part of the sign, and the very thing that is asked about.
_DONE = word_set(intent_signs.SHARED["MOVE"].replace("|", " ")) - word_set("go return move up")
_COMPARABLE = frozenset(_KIND_INTENTS)
_ALTERNATIVES = frozenset((("or",), ("or", "a"), ("or", "an")))
_DEFINING = frozenset((("what", "is"), ("what", "are")))
_CASE_FACTS = 2
# Beside one of these, "should" is only the way the question is put ("how long should …").
_NARROWER_THAN_SHOULD = frozenset(
    {
        Intent.CONTRAINDICATION,
        Intent.HARM,
        Intent.DOSE,
        Intent.AVAILABILITY,
        Intent.TIMING,
        Intent.FOLLOW_UP,
    }
)

Slot: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as the parts between its gaps.

    intent: None when it wants nothing. opens: it stands only where a question begins.
    """

    intent: Intent | None
    strength: int
    parts: tuple[tuple[Slot, ...], ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class SignMet:
    """A sign met at some words of the text."""

    intent: Intent | None
    strength: int
    at: frozenset[int]
    first: int


@dataclass(frozen=True, slots=True)
class IntentsRead:
    """The intents, strongest first, and the words that showed them."""

    intents: tuple[Intent, ...]
    covered: frozenset[int]


def intents_in(
    passage: Passage, concepts: Sequence[Found], *, lexicon: Lexicon, facts: int, about_topic: bool = False
) -> IntentsRead:
    """What the question wants, strongest sign first; without a sign, what its concepts suggest.

    facts: how many facts it tells. about_topic: it names a topic of the packs.
    """
    kinds = [lexicon.kind_of(found.entry.id) for found in concepts]
    met = _undominated(
        [*_signs_met(passage), *_comparisons(passage, concepts, kinds), *_definitions(passage, concepts)]
    )
    wanted = _ranked(_without_manner(met, passage))
    said = frozenset(index for sign in met for index in sign.at if passage.keys[index] not in _DONE)
    return IntentsRead(wanted or _suggested(kinds, facts=facts, about_topic=about_topic), said)


def _without_manner(met: Sequence[SignMet], passage: Passage) -> Iterable[SignMet]:
    """The signs, less "should" where it is only the way of asking something narrower.

    Asked before it and apart from it, it is a question of its own ("should she have it, and for how long").
    """
    narrower = [sign.first for sign in met if sign.intent in _NARROWER_THAN_SHOULD]
    if not narrower:
        return met
    first = min(narrower)
    return [
        sign for sign in met if sign.intent is not Intent.SHOULD or _stands_apart(sign.first, first, passage)
    ]


def _stands_apart(sign: int, later: int, passage: Passage) -> bool:
    """Whether a later sign begins a part of its own: after a comma, or after "and"."""
    parted = any(passage.opens_part(index) for index in range(sign + 1, later + 1))
    joined = not _JOINING.isdisjoint(passage.keys[max(sign + 1, later - 2) : later])
    return sign < later and (parted or joined)


def _ranked(met: Iterable[SignMet]) -> tuple[Intent, ...]:
    """The intents by their strongest sign, then by its place."""
    best: dict[Intent, tuple[int, int]] = {}
    for sign in met:
        if sign.intent is not None:
            rank = (-sign.strength, sign.first)
            best[sign.intent] = min(best.get(sign.intent, rank), rank)
    return tuple(sorted(best, key=lambda intent: (best[intent], _ORDER[intent])))


def _suggested(kinds: Sequence[ConceptKind], *, facts: int, about_topic: bool) -> tuple[Intent, ...]:
    """Without any sign: a case or a condition asks for the overview, a named treatment whether to use it."""
    has_condition = about_topic or ConceptKind.CONDITION in kinds
    narrower = tuple(dict.fromkeys(_KIND_INTENTS[kind] for kind in kinds if kind in _KIND_INTENTS))
    if facts >= _CASE_FACTS or (has_condition and not narrower):
        return (Intent.OVERVIEW,)
    return narrower


@cache
def _signs() -> dict[str, tuple[Sign, ...]]:
    """The signs by each word they may begin with."""
    found: dict[str, list[Sign]] = {}
    for intent, strength, phrase in _phrases():
        for sign in _signs_of(phrase, intent, strength):
            for key in sign.parts[0][0]:
                found.setdefault(key, []).append(sign)
    return {key: tuple(signs) for key, signs in found.items()}


def _phrases() -> Iterator[tuple[Intent | None, int, str]]:
    for strength, table in _TABLES:
        for intent, phrases in table.items():
            yield from ((intent, strength, phrase.strip()) for phrase in phrases.split(";"))
    yield from ((None, _STRONG, phrase.strip()) for phrase in intent_signs.WANTS_NOTHING.split(";"))


def _signs_of(phrase: str, intent: Intent | None, strength: int) -> Iterator[Sign]:
    """A phrase of the tables as signs: one, and one more for each alternative of several words."""
    opens = phrase.startswith("^")
    written = [part.split() for part in phrase.removeprefix("^").split(_GAP)]
    choices = [[_slots(word) for word in part] for part in written]
    for parts in product(*(product(*part) for part in choices)):
        slots = tuple(tuple(slot for row in part for slot in row) for part in parts)
        yield Sign(intent, strength, slots, opens)


@cache
def _slots(word: str) -> tuple[tuple[Slot, ...], ...]:
    """The ways to fill one place of a sign: any of its single words, or one of its several words in a row."""
    alternatives = [one for part in word.split("|") for one in intent_signs.SHARED.get(part, part).split("|")]
    keyed = [keys_of(alternative) for alternative in alternatives]
    singles = frozenset(keys[0] for keys in keyed if len(keys) == 1)
    several = tuple(tuple(frozenset((key,)) for key in keys) for keys in keyed if len(keys) > 1)
    return ((singles,), *several) if singles else several


def _signs_met(passage: Passage) -> Iterator[SignMet]:
    signs = _signs()
    for first, key in enumerate(passage.keys):
        for sign in signs.get(key, ()):
            if sign.opens and not _opens(passage, first):
                continue
            at = _positions(sign.parts, first, passage)
            if at:
                yield SignMet(sign.intent, sign.strength, frozenset(at), first)


def _opens(passage: Passage, index: int) -> bool:
    return index == 0 or passage.opens_part(index) or passage.keys[index - 1] in _BEFORE_OPENING


def _positions(parts: Sequence[tuple[Slot, ...]], first: int, passage: Passage) -> list[int]:
    """The words at which the parts stand, one after the other, in one sentence; none without them all."""
    opening = parts[0]
    if not _fills(opening, first, passage) or _ends_sentence(passage, first + 1, first + len(opening)):
        return []
    at = list(range(first, first + len(opening)))
    for part in parts[1:]:
        begin = _next(part, at[-1] + 1, passage)
        if begin is None:
            return []
        at.extend(range(begin, begin + len(part)))
    return at


def _next(part: tuple[Slot, ...], start: int, passage: Passage) -> int | None:
    """Where a later part first stands, at most a gap away and in the same sentence."""
    for begin in range(start, min(start + _WIDEST_GAP, len(passage.keys) - len(part)) + 1):
        if begin > start and passage.words[begin - 1].gap is Gap.SENTENCE:
            return None
        if _fills(part, begin, passage):
            return None if _ends_sentence(passage, begin, begin + len(part)) else begin
    return None


def _fills(part: tuple[Slot, ...], begin: int, passage: Passage) -> bool:
    if begin + len(part) > len(passage.keys):
        return False
    return all(passage.keys[index] in slot for index, slot in enumerate(part, start=begin))


def _ends_sentence(passage: Passage, first: int, last: int) -> bool:
    """Whether a sentence ends before one of the words [first, last)."""
    return any(word.gap is Gap.SENTENCE for word in passage.words[first:last])


def _undominated(met: Sequence[SignMet]) -> list[SignMet]:
    """The signs, less those whose words are all among the words of a longer sign."""
    return [sign for sign in met if not any(sign.at < other.at for other in met)]


def _comparisons(
    passage: Passage, concepts: Sequence[Found], kinds: Sequence[ConceptKind]
) -> Iterator[SignMet]:
    """ "X or Y" of two treatments, scans or tests."""
    for (one, kind), (other, other_kind) in pairwise(zip(concepts, kinds, strict=True)):
        is_comparable = kind in _COMPARABLE and other_kind in _COMPARABLE
        if is_comparable and passage.keys[one.last : other.first] in _ALTERNATIVES:
            yield SignMet(Intent.COMPARISON, _STRONG, frozenset((one.last,)), one.last)


def _definitions(passage: Passage, concepts: Sequence[Found]) -> Iterator[SignMet]:
    """ "What is X?" where X is all that is asked about."""
    for found in concepts:
        first = found.first
        while passage.key_at(first - 1) in _ARTICLES:
            first -= 1
        asked = passage.keys[max(0, first - 2) : first]
        if asked in _DEFINING and passage.ends_part(found.last):
            yield SignMet(Intent.DEFINITION, _STRONG, frozenset((first - 2, first - 1)), first - 2)
