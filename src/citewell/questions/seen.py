"""A question to several packs, as one of them would have read it alone."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace

from citewell.model.answers import Mention, Question
from citewell.questions.concepts import says_something
from citewell.questions.words import Word, read_words


def seen_by(
    question: Question,
    pack_id: str,
    *,
    concepts: Container[str],
    facts: Container[str],
    vocabulary: Callable[[], frozenset[str]],
) -> Question:
    """The question with what the pack knows of it; what only other packs know is words left over.

    concepts, facts: the ids of the pack's own. vocabulary: gives the stems of all that the pack says; asked
    for only where words are left over.
    """
    own = tuple(_own_mentions(question, concepts))
    spans = [(m.start, m.end) for m in own]
    spans += [fact.span for fact in question.facts if fact.span and fact.id in facts]
    strange = (word.text.lower() for word in _strange(question, spans, concepts=concepts, facts=facts))
    left = tuple(dict.fromkeys((*question.leftover, *strange)))
    known = vocabulary() if left else frozenset[str]()
    prefix = f"{pack_id}:"
    return replace(
        question,
        mentions=own,
        topics=tuple(topic for topic in question.topics if topic.startswith(prefix)),
        exclusions=tuple(one for one in question.exclusions if one.startswith(prefix)),
        leftover=left,
        unread=tuple(word for word in left if not _stems(word) <= known),
    )


def _own_mentions(question: Question, concepts: Container[str]) -> Iterator[Mention]:
    """The mentions of the pack's concepts, and those that only a longer mention of another pack's covers."""
    own = [mention for mention in question.mentions if mention.concept in concepts]
    within = [mention for mention in question.covered if mention.concept in concepts]
    for one in sorted(within, key=lambda m: (m.start - m.end, m.start, m.concept)):
        rivals = [m for m in own if m.start < one.end and one.start < m.end]
        if all((m.start, m.end) == (one.start, one.end) for m in rivals):
            own.append(one)
    yield from sorted(own, key=lambda m: (m.start, m.concept))


def _strange(
    question: Question,
    own: Sequence[tuple[int, int]],
    *,
    concepts: Container[str],
    facts: Container[str],
) -> Iterator[Word]:
    """The words that say something and of which only other packs make anything. own: where the pack does."""
    others = [(m.start, m.end) for m in question.mentions if m.concept not in concepts]
    others += [fact.span for fact in question.facts if fact.span and fact.id not in facts]
    for start, end in others:
        for word in read_words(question.text[start:end]):
            is_own = any(first < start + word.end and start + word.start < last for first, last in own)
            if not is_own and says_something(word):
                yield word


def _stems(word: str) -> frozenset[str]:
    return frozenset(read.stem for read in read_words(word))
