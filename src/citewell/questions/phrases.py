"""Phrases and their meanings, compiled for finding them in a passage."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set

_LONGEST_CAPITALS = 5
# Inside a phrase these are one word: "weakness in her leg" is "weakness in the leg". They are not left out,
# for "in the patient" is no "in-patient".
_DETERMINERS = word_set("the my our your her his their")
_DETERMINER = "the"


class Role(StrEnum):
    """What a phrase of a pack stands for."""

    CONCEPT = "concept"
    EXCLUSION = "exclusion"
    TOPIC = "topic"
    TERM = "term"
    DENIAL = "denial"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Entry:
    """A meaning of a phrase. capitals: only when the text has it in capitals."""

    role: Role
    id: str
    value: str = ""
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An entry met at words [first, last) of a text."""

    entry: Entry
    first: int
    last: int

    @property
    def length(self) -> int:
        """How many words it covers."""
        return self.last - self.first

    def within(self, other: "Found") -> bool:
        """Whether the other covers it and more."""
        return other.first <= self.first and self.last <= other.last and self.length < other.length

    def overlaps(self, other: "Found") -> bool:
        """Whether they share a word."""
        return self.first < other.last and other.first < self.last


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their words. lengths: of the phrases that begin with a word, longest first."""

    entries: Mapping[tuple[str, ...], tuple[Entry, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    def find(self, passage: Passage, keys: Sequence[str]) -> Iterator[Found]:
        """Every phrase met, in order of place, longest first; none crosses a comma.

        keys: one for each word of the passage, spelt as the phrases are.
        """
        behind = _one_determiner(keys)
        for first, key in enumerate(keys):
            for length in self.lengths.get(key, ()):
                last = first + length
                if last <= len(keys) and passage.is_one_part(first, last):
                    for entry in self.entries.get((key, *behind[first + 1 : last]), ()):
                        if not entry.capitals or _in_capitals(passage, first, last):
                            yield Found(entry, first, last)


def _in_capitals(passage: Passage, first: int, last: int) -> bool:
    return all(word.text.isupper() for word in passage.words[first:last])


def _one_determiner(keys: Sequence[str]) -> tuple[str, ...]:
    """The words with every determiner as the same one."""
    return tuple([_DETERMINER if key in _DETERMINERS else key for key in keys])


class PhraseBuilder:
    """Collects phrases and their meanings, each meaning once. spell: how a phrase becomes keys."""

    def __init__(self, spell: Callable[[str], tuple[str, ...]]) -> None:
        self._spell = spell
        self._entries: dict[tuple[str, ...], dict[Entry, None]] = {}

    def add(self, phrases: Iterable[str], role: Role, entry_id: str, value: str = "") -> None:
        """Let each phrase mean this."""
        for phrase in phrases:
            keys = self._spell(phrase)
            if keys:
                entry = Entry(role, entry_id, value, _is_capital_term(phrase))
                self._entries.setdefault((keys[0], *_one_determiner(keys[1:])), {})[entry] = None

    def build(self) -> Phrases:
        """The phrases so far."""
        lengths: dict[str, set[int]] = {}
        for keys in self._entries:
            lengths.setdefault(keys[0], set()).add(len(keys))
        return Phrases(
            {keys: tuple(entries) for keys, entries in self._entries.items()},
            {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()},
        )


def _is_capital_term(phrase: str) -> bool:
    """Whether a term is matched in capitals only: up to five letters, all capitals ("PE", "MS")."""
    return len(phrase) <= _LONGEST_CAPITALS and phrase.isalpha() and phrase.isupper()
