"""A question beside each sentence of a text, in figures: how much they share, and what the sentence is.

Shared words count by how rare they are, in the text itself (BM25: Robertson and Zaragoza, The probabilistic
relevance framework, 2009) and in medical abstracts at large. An abbreviation that the text explains counts as
its long form, too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from citewell.retrieval.evidence.hashing import bucket
from citewell.retrieval.evidence.linear import Classifier
from citewell.retrieval.evidence.parts import Parts, parts_of
from citewell.retrieval.evidence.sections import sections_of
from citewell.retrieval.evidence.sentence import Sentence, sentence_of
from citewell.text.abbreviations import abbreviations
from citewell.text.tokens import is_content, stem, words

Row = list[float]
_K1, _B = 1.2, 0.75
_RARITY_STEPS = 16
_SHORTEST_START = 6
_START = 5
_LAST_RANK = 30
_FAR = 12
_MOST_ABBREVIATIONS = 300


@dataclass(frozen=True, slots=True)
class Text:
    """A text's sentences as they are read, what is known of each besides its words, and its abbreviations.

    known: the stems of each sentence, with what its abbreviations stand for.
    """

    sentences: tuple[Sentence, ...]
    known: tuple[frozenset[str], ...]
    shares: tuple[tuple[float, ...], ...]
    sections: tuple[int, ...]
    holding: Mapping[str, int]
    length: float


def text_of(sentences: Sequence[str], roles: Classifier) -> Text:
    """Reads the sentences of a text."""
    read = tuple(sentence_of(one) for one in sentences)
    known = _with_long_forms(read, sentences)
    return Text(
        sentences=read,
        known=known,
        shares=tuple(roles.shares(one.hashed) for one in read),
        sections=tuple(sections_of(sentences)),
        holding=Counter(one for stems in known for one in stems),
        length=sum(len(one.stems) for one in read) / max(len(read), 1) or 1.0,
    )


def _with_long_forms(read: Sequence[Sentence], texts: Sequence[str]) -> tuple[frozenset[str], ...]:
    pairs: dict[str, frozenset[str]] = {}
    for text in texts:
        if " (" in text and len(pairs) < _MOST_ABBREVIATIONS:
            for short, long in abbreviations(text[:4000]):
                stems = frozenset(stem(one) for one in words(long) if is_content(one))
                pairs.setdefault(stem(short), stems)
    if not pairs:
        return tuple(one.known for one in read)
    return tuple(_expanded(one.known, pairs) for one in read)


def _expanded(known: frozenset[str], pairs: Mapping[str, frozenset[str]]) -> frozenset[str]:
    more = {one for short in known & pairs.keys() for one in pairs[short]}
    more.update(short for short, long in pairs.items() if long and long <= known)
    return known | more if more else known


def rarity_of(root: str, rarity: bytes) -> float:
    """The idf of a stem in medical abstracts at large."""
    return rarity[bucket(root)] / _RARITY_STEPS


def rows_of(question: str, text: Text, rarity: bytes) -> list[Row]:
    """The features of every sentence: what it shares, how that ranks, what is around it, what it is."""
    asked = parts_of(question)
    shared = _Shared(asked, sentence_of(question), text, rarity)
    shown = [shared.row(at) for at in range(len(text.sentences))]
    tops = [max((row[column] for row in shown), default=0.0) for column in _RELATIVE]
    ranks = [_ranks([row[column] for row in shown]) for column in _RELATIVE]
    whole = [float(len(asked.all)), float(bool(asked.comparator)), log(1 + len(shown))]
    return [
        [
            *shown[at],
            *(row[at] for row in ranks),
            *(shown[at][column] / top if top else 0.0 for column, top in zip(_RELATIVE, tops, strict=True)),
            *_around(shown, at),
            *_standing(text, at),
            *whole,
        ]
        for at in range(len(shown))
    ]


_BM25, _ALL, _INTERVENTION, _OUTCOME, _SOFT = 0, 1, 2, 4, 5
_RELATIVE = (_BM25, _ALL, _OUTCOME, _SOFT)
_COLUMNS = 11
# Where a sentence stands by what it shares, also by first letters, is told in this column.
SOFT_RANK = _COLUMNS + _RELATIVE.index(_SOFT)


class _Shared:
    """What a question and a sentence share, as shares of what the question has."""

    def __init__(self, asked: Parts, question: Sentence, text: Text, rarity: bytes) -> None:
        self.text = text
        self.question = question
        count = len(text.sentences)
        self.local = {
            one: log(1 + (count - text.holding.get(one, 0) + 0.5) / (text.holding.get(one, 0) + 0.5))
            for one in asked.all
        }
        self.general = {one: rarity_of(one, rarity) for one in asked.all}
        self.rarity = rarity
        self.asked = asked
        self.starts = {one[:_START] for one in asked.all if len(one) >= _SHORTEST_START}

    def row(self, at: int) -> Row:
        """BM25, the shares of all, of each part, and softly; pairs, numbers, precision, count, both."""
        sentence, known = self.text.sentences[at], self.text.known[at]
        asked = self.asked
        hit = [one for one in asked.all if one in known]
        whole = self._share(hit, asked.all)
        intervention = self._share((one for one in hit if one in asked.intervention), asked.intervention)
        outcome = self._share((one for one in hit if one in asked.outcome), asked.outcome)
        pairs = len(self.question.pairs & sentence.pairs) / max(len(self.question.pairs), 1)
        numbers = len(self.question.numbers & sentence.numbers)
        return [
            self._bm25(hit, sentence),
            whole,
            intervention,
            self._share((one for one in hit if one in asked.comparator), asked.comparator),
            outcome,
            self._soft(sentence, known),
            pairs,
            float(numbers),
            sum(self.general[one] for one in hit) / (1 + len(sentence.known)),
            float(len(hit)),
            intervention * outcome,
        ]

    def _share(self, hit: Iterable[str], wanted: Iterable[str]) -> float:
        total = sum(sorted(self.general[one] + self.local[one] for one in wanted))
        return sum(sorted(self.general[one] + self.local[one] for one in hit)) / total if total else 0.0

    def _bm25(self, hit: Iterable[str], sentence: Sentence) -> float:
        norm = _K1 * (1 - _B + _B * len(sentence.stems) / self.text.length)
        total = 0.0
        for one in hit:
            often = sentence.stems.count(one) or 1
            total += self.local[one] * often / (often + norm)
        return total

    def _soft(self, sentence: Sentence, known: frozenset[str]) -> float:
        """As much as is there by its first letters, too."""
        met = self.starts & sentence.starts
        return self._share(
            (
                one
                for one in self.asked.all
                if one in known or (len(one) >= _SHORTEST_START and one[:_START] in met)
            ),
            self.asked.all,
        )


def _ranks(values: Sequence[float]) -> list[float]:
    """Where each value stands among all, 0 for the highest, 30 for all that are lower still."""
    order = sorted(range(len(values)), key=lambda at: (-values[at], at))
    ranks = [0.0] * len(values)
    for rank, at in enumerate(order):
        ranks[at] = float(min(rank, _LAST_RANK))
    return ranks


def _around(shown: Sequence[Row], at: int) -> Row:
    """What the sentences before and behind share with the question."""
    before = shown[at - 1] if at else None
    behind = shown[at + 1] if at + 1 < len(shown) else None
    near = shown[max(at - 3, 0) : at]
    return [
        before[_ALL] if before else 0.0,
        before[_OUTCOME] if before else 0.0,
        behind[_ALL] if behind else 0.0,
        behind[_OUTCOME] if behind else 0.0,
        max((row[_INTERVENTION] for row in near), default=0.0),
        max((row[_OUTCOME] for row in near), default=0.0),
    ]


def _standing(text: Text, at: int) -> Row:
    """What a sentence is, whatever was asked: its role, its place, its cues."""
    count = len(text.sentences)
    shares = text.shares
    nobody = (0.0,) * len(shares[at])
    before, behind = shares[at - 1] if at else nobody, shares[at + 1] if at + 1 < count else nobody
    return [
        *shares[at],
        before[-2],
        before[-1],
        behind[-2],
        behind[-1],
        at / count,
        float(min(at, _FAR)),
        float(min(count - 1 - at, _FAR)),
        float(text.sections[at]),
        *text.sentences[at].cues,
    ]
