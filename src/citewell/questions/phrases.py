"""Phrases and their meanings, compiled for finding them in a passage."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set
from citewell.questions.words import PIECE

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
class _Group:
    """The phrases that begin with one word. lengths: of these phrases, longest first."""

    entries: Mapping[tuple[str, ...], tuple[Entry, ...]]
    lengths: tuple[int, ...]


class _Raw(NamedTuple):
    """A phrase as a pack has it, with what it means: a tuple, since a start makes some ten thousand."""

    phrase: str
    role: Role
    id: str
    value: str


class Phrases:
    """Phrases by their first word. Those of a word are spelt out when a text first has that word: of some
    thousand phrases a question meets a few dozen."""

    def __init__(self, raw: Mapping[str, Sequence[_Raw]], spell: Callable[[str], tuple[str, ...]]) -> None:
        self._raw = raw
        self._spell = spell
        self._groups: dict[str, _Group] = {}

    def find(self, passage: Passage, keys: Sequence[str]) -> Iterator[Found]:
        """Every phrase met, in order of place, longest first; none crosses a comma.

        keys: one for each word of the passage, spelt as the phrases are.
        """
        behind = _one_determiner(keys)
        for first, key in enumerate(keys):
            group = self._group(key)
            for length in group.lengths if group else ():
                last = first + length
                if last <= len(keys) and passage.is_one_part(first, last):
                    for entry in group.entries.get((key, *behind[first + 1 : last]), ()) if group else ():
                        if not entry.capitals or _in_capitals(passage, first, last):
                            yield Found(entry, first, last)

    def _group(self, key: str) -> _Group | None:
        if key not in self._groups and key in self._raw:
            self._groups[key] = _spelt_out(self._raw[key], self._spell)
        return self._groups.get(key)


def _spelt_out(raw: Sequence[_Raw], spell: Callable[[str], tuple[str, ...]]) -> _Group:
    entries: dict[tuple[str, ...], dict[Entry, None]] = {}
    for one in raw:
        keys = spell(one.phrase)
        entry = Entry(one.role, one.id, one.value, _is_capital_term(one.phrase))
        entries.setdefault((keys[0], *_one_determiner(keys[1:])), {})[entry] = None
    lengths = {len(keys) for keys in entries}
    return _Group(
        {keys: tuple(found) for keys, found in entries.items()}, tuple(sorted(lengths, reverse=True))
    )


def _in_capitals(passage: Passage, first: int, last: int) -> bool:
    return all(word.text.isupper() for word in passage.words[first:last])


def _one_determiner(keys: Sequence[str]) -> tuple[str, ...]:
    """The words with every determiner as the same one."""
    return tuple([_DETERMINER if key in _DETERMINERS else key for key in keys])


class PhraseBuilder:
    """Collects phrases and their meanings, each meaning once. spell: how a phrase becomes keys."""

    def __init__(self, spell: Callable[[str], tuple[str, ...]]) -> None:
        self._spell = spell
        self._raw: dict[str, list[_Raw]] = {}
        self._first: dict[str, str] = {}

    def add(self, phrases: Iterable[str], role: Role, entry_id: str, value: str = "") -> None:
        """Let each phrase mean this."""
        for phrase in phrases:
            piece = _first_piece(phrase)
            if piece:
                raw = _Raw(phrase, role, entry_id, value)
                self._raw.setdefault(self._first_key(piece), []).append(raw)

    def build(self) -> Phrases:
        """The phrases so far."""
        return Phrases(self._raw, self._spell)

    def _first_key(self, piece: str) -> str:
        """The key a phrase begins with; few first words serve many phrases."""
        if piece not in self._first:
            self._first[piece] = self._spell(piece)[0]
        return self._first[piece]


def _first_piece(phrase: str) -> str:
    """The first piece of a phrase, "" without one; most begin with a plain word, which needs no pattern."""
    head = phrase.partition(" ")[0]
    if head.isalpha():
        return head
    piece = PIECE.search(phrase)
    return piece.group() if piece else ""


def _is_capital_term(phrase: str) -> bool:
    """Whether a term is matched in capitals only: up to five letters, all capitals ("PE", "MS")."""
    return len(phrase) <= _LONGEST_CAPITALS and phrase.isalpha() and phrase.isupper()
