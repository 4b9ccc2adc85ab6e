"""The points a guideline makes, sentence by sentence: which way, on what, for whom, with which numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from citewell.answers.library.circumstances import Circumstances, circumstances
from citewell.answers.library.measures import Measure, measures
from citewell.answers.library.subject import subject_of
from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.model.sources import Direction
from citewell.text.sentences import sentence_spans
from citewell.text.tokens import content_words

_LONGEST = 700
# Longer documents' descriptions of whom they are for turn to whom they are not for.
_POPULATION_READ = 160
_DENIES = re.compile(
    r"\b(?:not|never|against|neither|no longer|cannot|contraindicated|contra-indicated|inappropriate"
    r"|discouraged|avoided)\b|^(?:Avoid|Withhold|Stop)\b",
    re.IGNORECASE,
)
# What stands before the main clause, and what narrows it from behind: whom, when, what for.
_OPENING = re.compile(
    r"^(?:[\w.]+\s){0,2}?(?:In|For|If|When|Among|After|During|With|Before|As)\b[^,.;]{0,200},\s"
)
_INCLUDING = re.compile(r",?\s\(?(?:including|such as|e\.g\.)[^.;)]{0,120}")
_WHATEVER = re.compile(
    r",?\s(?:with or without|regardless of|irrespective of|whether or not)\b[^,.;()]{0,80}"
)
# Marks of footnotes, which stand between words.
_MARKS = str.maketrans(dict.fromkeys("*†‡§¶"))
_LABEL = re.compile(r"\s*(?:[(\[][^()\[\]]{0,160}[)\]]\.?\s*)+$")
_REASONED = re.compile(r",?\s(?:because|due to|as there|as it|since|given that|in order to)\b.*$", re.DOTALL)
# Words that widen whom a sentence is about, or say nothing of it.
WIDE = content_words(
    "not no all any general population average risk routine routinely manage managing also use used perform"
    " performed undertaken necessary usual option purpose common likely clinical possible reason reasonable"
    " symptom without elevated increased"
)
_NON = re.compile(r"\bnon-?(\w{4,})", re.IGNORECASE)
# What stands before the thing that a body could not decide on.
_UNDECIDED = re.compile(
    r"^.{0,160}?\b(?:insufficient|inadequate|not enough|not sufficient|lack of|no recommendations?|unable"
    r"|(?:can|could) ?not|not possible)\b.{0,100}?\b(?:harms of|against|in favou?r of"
    r"|(?:recommend(?:ation)?s?|support)(?! for)(?: (?:on|about|regarding|concerning|for))?)"
    r"(?: (?:or|and) against)?(?: (?:the )?(?:(?:routine )?use of"
    r"|offering|using|providing|prescribing|performing|administering|giving))?\s",
    re.IGNORECASE | re.DOTALL,
)
_REASONS = re.compile(r"\s*(?:Because|Although|Since|While|However|Another|One)\b")
_BEHIND = re.compile(
    r"\b(?:in|for|with|who|whom|whose|if|when|unless|because|due|until|after|before|during|(?<!the )following"
    r"|as|to|among|than|over|by|on"
    r"|that are|without|where|at|from|solely|between|about)\b",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"(?:(?<=^)|(?<=, ))[^,;.]{0,120}?\b(?:recommends?|suggests?|advises?|concludes?)"
    r"(?:\s(?:against|that|not|strongly|offering|using|the use of|also))*\s",
    re.IGNORECASE,
)
# "Screening for depression": what is done to whom says nothing without what for.
_BARE = content_words(
    "screen screening test testing treat treatment therapy intervention prophylaxis prevention imaging"
    " surgery"
)
_WHAT_FOR = re.compile(r"\b(?:for|of|with|by|to)\s(?P<what>(?:[\w-]+\s?){1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One sentence of a quotation; what is slow to read is read where it is asked for.

    end: where it ends in the quotation. over: what stands over it, and its document's title. subject: its
    content words. object: those of its main clause, which say what is recommended. topic: its words, those
    over it and its document's conditions.
    """

    document: Document
    quotation: Quotation
    text: str
    end: int
    over: str
    direction: Direction | None
    subject: frozenset[str]
    object: frozenset[str]
    topic: frozenset[str]

    @property
    def whom(self) -> Circumstances:
        """What it says of whom and when; where it is silent, what stands over it, and its document's age."""
        own, above = circumstances(self.text), circumstances(self.over)
        so_far = circumstances(self.quotation.text[: self.end])
        general = circumstances(self.document.source.population[:_POPULATION_READ])
        age = {"age": general["age"]} if "age" in general else {}
        return {**age, **above, **own, "": so_far[""] | above[""]}

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Its numbers that have a role."""
        return measures(self.text)

    @property
    def excluded(self) -> frozenset[str]:
        """What "non-" denies: "non-radicular pain" is not about radicular pain."""
        return frozenset(word for found in _NON.findall(self.text) for word in content_words(found))


def points_of(quotation: Quotation, document: Document) -> Iterator[Point]:
    """The sentences of a recommendation; a table's rows, and what recommends nothing, make no point."""
    found = quotation.found
    if found is None or len(quotation.text) > _LONGEST or "\t" in quotation.text:
        return
    over = " ".join((*(each.text for each in quotation.context), document.source.title))
    for span in sentence_spans(quotation.text):
        said = _said(quotation.text[span.start : span.end], found.direction)
        if said is not None:
            yield Point(
                document=document,
                quotation=quotation,
                text=said.text,
                end=span.end,
                over=over,
                direction=said.direction,
                subject=said.subject,
                object=said.object,
                topic=said.subject | _around(over, document.conditions),
            )


@dataclass(frozen=True, slots=True)
class _Said:
    """What one sentence says by itself, as `Point` has it."""

    text: str
    direction: Direction
    subject: frozenset[str]
    object: frozenset[str]


@lru_cache(maxsize=2048)
def _said(sentence: str, whole: Direction | None) -> _Said | None:
    """What a sentence says; None where it makes no point. whole: which way all of the recommendation points.

    Kept for the sentences seen last, since the next question is often on the same, or the same for others.
    """
    bare = sentence.translate(_MARKS)
    text = _WHATEVER.sub("", _REASONED.sub("", _INCLUDING.sub("", _LABEL.sub("", bare))))
    if _REASONS.match(text):
        return None
    direction = _direction(text, whole)
    if direction is Direction.NO_RECOMMENDATION:
        text = _what_is_open(text)
    return _Said(text, direction, *_words_of(text)) if direction is not None and text else None


@lru_cache(maxsize=512)
def _around(over: str, conditions: tuple[str, ...]) -> frozenset[str]:
    return subject_of(f"{over} {' '.join(conditions)}")


def _direction(sentence: str, whole: Direction | None) -> Direction | None:
    """Which way one sentence of a recommendation points: the others of it may carry the "not"."""
    denies = bool(_DENIES.search(sentence))
    if whole is Direction.AGAINST:
        return whole if denies else None
    return None if denies and whole in (Direction.FOR, Direction.OPTION) else whole


def _what_is_open(sentence: str) -> str:
    """What a body could not decide on, and for whom; "" where the sentence does not say it."""
    before = _UNDECIDED.match(sentence)
    return sentence[before.end() :] if before else ""


def _words_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a sentence, and those of its main clause."""
    own = _own(text)
    return own, content_words(_main(text)) & own


def _own(text: str) -> frozenset[str]:
    """What the sentence is about, less who says it."""
    return subject_of(_ATTRIBUTION.sub("", text, count=1)) - WIDE


def _main(sentence: str) -> str:
    """The words that say what is done, less whom it is done to and what for."""
    opened = _OPENING.sub("", sentence, count=1)
    said = _ATTRIBUTION.sub("", opened, count=1)
    behind = _BEHIND.search(said)
    if behind is None or not content_words(said[: behind.start()]):
        return said
    head = said[: behind.start()]
    what = _WHAT_FOR.match(said, behind.start())
    return f"{head} {what['what']}" if what and not subject_of(head) - WIDE - _BARE else head
