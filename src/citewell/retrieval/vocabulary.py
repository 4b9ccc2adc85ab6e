"""The library's vocabulary: what its documents abbreviate and treat, and what was written for all of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product
from pathlib import Path
from typing import Any

import msgspec

from citewell.model.library import Document
from citewell.text.abbreviations import abbreviations
from citewell.text.meanings import Meaning, forms_in, is_written_so, meanings_in

Stems = tuple[str, ...]
StemsOf = Callable[[str], list[str]]
_FEWEST_DOCUMENTS = 2
_SHORTEST_DRUG = 7
_MOST_LONG_FORMS = 2
_SMALLEST_SHARE = 0.2
_LEARNT_LIMIT = 400_000
_MOST_TOPICS = 20_000
# The kinds of rows whose words a misspelling may be read as.
_NAMING = (
    "same",
    "mean",
    "spelt",
    "condition",
    "class",
    "test",
    "imaging",
    "surgery",
    "therapy",
    "drug",
    "members",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a query's words may also stand for; words are stems.

    phrases: words joined by spaces, to what else they are called. abbreviations: a short form as printed,
    to its long forms with the share of documents that mean it so. short_forms: a long form, to its short
    form. longest: the most words that a key of phrases or short_forms has. drug_stems: the ends that mark
    the name of a drug; drugs: names of drugs that are one word, drug_names: these as they are written. quiet:
    words that tell or measure, and are not what a question is about. meanings: what an abbreviation may stand
    for, with the words that speak for each. written: stems of written names, to the words they are of.
    unlike_drugs: the ends of words that end as drugs' names do and are none. only_as: stems that are also
    called something only where they are written so ("HIT", never "hit").
    """

    phrases: Mapping[str, tuple[Stems, ...]] = field(default_factory=dict)
    abbreviations: Mapping[str, tuple[tuple[Stems, float], ...]] = field(default_factory=dict)
    short_forms: Mapping[str, str] = field(default_factory=dict)
    longest: int = 1
    drug_stems: tuple[str, ...] = ()
    drugs: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()
    drug_names: tuple[str, ...] = ()
    meanings: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    unlike_drugs: tuple[str, ...] = ()
    only_as: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def names_a_drug(self, typed: str, stem: str) -> bool:
        """Whether a word names a drug: one of those written down, or by the end of its name."""
        return stem in self.drugs or self.ends_as_a_drug(typed)

    def ends_as_a_drug(self, typed: str) -> bool:
        """Whether a word ends as the names of drugs do; a short word ("April") may end so by chance."""
        word = typed.casefold()
        ends_so = word.endswith(self.drug_stems) and not word.endswith(self.unlike_drugs)
        return len(typed) >= _SHORTEST_DRUG and ends_so

    def is_called_otherwise(self, typed: str, stem: str) -> bool:
        """Whether a word by itself may be searched by what else it is called."""
        return stem not in self.only_as or is_written_so(typed, self.only_as[stem])


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The conditions and the interventions that the documents list, with how many documents list each."""

    conditions: Mapping[str, int]
    interventions: Mapping[str, int]


class Learner:
    """Learns while the documents go by; memory is bounded by the number of different terms kept."""

    def __init__(self, stems: StemsOf) -> None:
        self._stems = stems
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._conditions: Counter[str] = Counter()
        self._interventions: Counter[str] = Counter()

    def learn(self, document: Document) -> None:
        """Counts each abbreviation and each listed condition and intervention once for the document."""
        _count(self._pairs, {(short, long.lower()) for short, long in abbreviations(document.text)})
        _count(self._conditions, {condition.strip() for condition in document.conditions})
        _count(self._interventions, {intervention.strip() for intervention in document.interventions})

    def topics(self) -> Topics:
        """What was listed, the most listed first."""
        return Topics(conditions=_commonest(self._conditions), interventions=_commonest(self._interventions))

    def vocabulary(self, written: Iterable[Mapping[str, Any]] = ()) -> Vocabulary:
        """What was learnt, with the entries that were written for every library."""
        entries = list(written)
        phrases = _phrases(entries, self._stems)
        learnt = self._abbreviations()
        short_forms = {" ".join(longs[0][0]): short for short, longs in reversed(learnt.items())}
        return Vocabulary(
            phrases=phrases,
            abbreviations=learnt,
            short_forms=short_forms,
            longest=max((key.count(" ") + 1 for key in (*phrases, *short_forms)), default=1),
            drug_stems=tuple(stem for entry in entries for stem in entry.get("stems", ())),
            drugs=frozenset(self._one_word(entries, ("drug", "members"))),
            drug_names=tuple(sorted(self._one_word(entries, ("drug", "members")).values())),
            meanings=meanings_in(entries),
            unlike_drugs=tuple(end for entry in entries for end in entry.get("no_drugs", ())),
            only_as=forms_in(entries, lambda word: next(iter(self._stems(word)), "")),
            written=dict(sorted(self._one_word(entries, _NAMING).items())),
            quiet=frozenset(stem for stems in self._each(entries, "quiet") for stem in stems),
        )

    def _each(self, entries: Iterable[Mapping[str, Any]], key: str) -> Iterator[list[str]]:
        """The stems of each word or phrase that stands under a key."""
        return (self._stems(word) for entry in entries for word in entry.get(key, ()))

    def _one_word(self, entries: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> dict[str, str]:
        """The stem of each word of the names that stand under some keys, with the word."""
        names = (name for entry in entries for key in keys for name in entry.get(key, ()))
        words = (word for name in names for word in (name,) if " " not in name)
        return {stems[0]: word for word in words if len(stems := self._stems(word)) == 1}

    def _abbreviations(self) -> dict[str, tuple[tuple[Stems, float], ...]]:
        """Short forms that two documents or more define alike; long forms of the same stems are one."""
        meant: defaultdict[str, Counter[Stems]] = defaultdict(Counter)
        for (short, long), count in sorted(self._pairs.items()):
            meant[short][tuple(self._stems(long))] += count
        return {
            short: kept
            for short, longs in sorted(meant.items(), key=lambda item: (-item[1].total(), item[0]))
            if (kept := _shares(longs))
        }


def _shares(longs: Counter[Stems]) -> tuple[tuple[Stems, float], ...]:
    total = longs.total()
    best = sorted(longs.items(), key=lambda item: (-item[1], item[0]))[:_MOST_LONG_FORMS]
    return tuple(
        (long, round(count / total, 3))
        for long, count in best
        if count >= _FEWEST_DOCUMENTS and count >= _SMALLEST_SHARE * total
    )


def _count(counter: Counter[Any], terms: Iterable[Any]) -> None:
    """Once the counter is full, the terms seen once make room (lossy counting)."""
    counter.update(term for term in terms if term)
    if len(counter) > _LEARNT_LIMIT:
        for term in [term for term, count in counter.items() if count < _FEWEST_DOCUMENTS]:
            del counter[term]


def _commonest(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TOPICS])


def _phrases(entries: Sequence[Mapping[str, Any]], stems: StemsOf) -> dict[str, tuple[Stems, ...]]:
    spelt = {word: other for entry in entries for word, other in permutations(entry.get("spelt", ()), 2)}
    found: defaultdict[str, dict[Stems, None]] = defaultdict(dict)
    for entry in entries:
        for said, meant in product(*said_and_meant(entry)):
            key = " ".join(stems(said))
            spellings = dict.fromkeys((meant, " ".join(spelt.get(word, word) for word in meant.split())))
            values = (tuple(stems(each)) for each in spellings)
            found[key].update((value, None) for value in values if " ".join(value) != key)
    return {key: tuple(values) for key, values in sorted(found.items())}


def said_and_meant(entry: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
    """What an entry looks for in a question, and what in the library: one where each finds the others."""
    same = entry.get("same", entry.get("drug", ()))
    return entry.get("say", same), entry.get("mean", same)


def written_entries(folder: Path) -> list[Mapping[str, Any]]:
    """The entries of a folder's YAML files, in the order of their names."""
    return [entry for file in sorted(folder.glob("*.yaml")) for entry in entries_of(file)]


def entries_of(file: Path) -> list[Mapping[str, Any]]:
    """The entries of a YAML file of vocabulary."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_bytes(), Loader=loader) or []  # noqa: S506 - a safe loader


def write(record: Vocabulary | Topics, file: Path) -> bytes:
    """Writes the record as JSON and gives the bytes written."""
    data = msgspec.json.encode(record, order="deterministic")
    file.write_bytes(data)
    return data


def read_vocabulary(file: Path) -> Vocabulary:
    """What `write` wrote."""
    return msgspec.json.decode(file.read_bytes(), type=Vocabulary)


def read_topics(file: Path) -> Topics:
    """What `write` wrote."""
    return msgspec.json.decode(file.read_bytes(), type=Topics)
