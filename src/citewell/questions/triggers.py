"""Finding the triggers of a passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from citewell.questions.cues import TRIGGERS, Cue
from citewell.questions.passage import Passage
from citewell.questions.spelling import word_set
from citewell.questions.words import keys_of

AUXILIARIES = word_set(
    "do does did can could should would shall will may might is are was were has have must"
)
_RELATIVES = word_set("""
    mother father mum mom dad wife husband sister brother grandmother grandfather grandma granny gran nan
    nana grandpa grandad granddad partner son daughter aunt uncle cousin neighbor parent friend
""")
_OWN = frozenset(("my", "our"))
_FIRST_PERSON_VERBS = word_set("have had am was fell broke feel felt take been suffer")
_FIRST_PERSON_BODY = word_set("back leg spine pain fracture bone age hip doctor")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger met at words [first, last)."""

    cue: Cue
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Table:
    """The trigger phrases by their keys. lengths: of those that begin with a key, longest first."""

    cues: dict[tuple[str, ...], tuple[Cue, ...]]
    lengths: dict[str, tuple[int, ...]]


def triggers_in(passage: Passage) -> tuple[Trigger, ...]:
    """The triggers, in order; of two that begin together the longer, and none inside another.

    Who speaks of themselves speaks of someone else with "mother"; "my mother" alone may be the patient.
    """
    return tuple(_triggers(passage, speaks_of_self=_speaks_of_self(passage.keys)))


def _triggers(passage: Passage, *, speaks_of_self: bool) -> Iterator[Trigger]:
    keys = passage.keys
    index = 0
    while index < len(keys):
        is_relative = keys[index] in _RELATIVES
        if speaks_of_self and is_relative:
            yield Trigger(Cue.OTHER, index, index + 1)
            index += 1
        elif is_relative and passage.key_at(index - 1) in _OWN:
            index += 1
        else:
            cues, length = _met_at(passage, index)
            yield from (Trigger(cue, index, index + length) for cue in cues if cue is not Cue.NOTHING)
            index += length


def _met_at(passage: Passage, index: int) -> tuple[tuple[Cue, ...], int]:
    """The cues of the longest trigger that begins at a word, and its length; none and one word without."""
    table = _table()
    for length in table.lengths.get(passage.keys[index], ()):
        cues = table.cues.get(passage.keys[index : index + length])
        if cues is not None and passage.is_one_part(index, index + length):
            return cues, length
    return (), 1


@cache
def _table() -> _Table:
    cues: dict[tuple[str, ...], dict[Cue, None]] = {}
    lengths: dict[str, set[int]] = {}
    for cue, listed in TRIGGERS.items():
        for keys in map(keys_of, listed.split(";")):
            cues.setdefault(keys, {})[cue] = None
            lengths.setdefault(keys[0], set()).add(len(keys))
    return _Table(
        {keys: tuple(found) for keys, found in cues.items()},
        {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()},
    )


def _speaks_of_self(keys: Sequence[str]) -> bool:
    """Whether somebody tells of themselves: "I have …", "my back"."""
    for index, key in enumerate(keys[:-1]):
        asked = index > 0 and keys[index - 1] in AUXILIARIES
        if key == "i" and keys[index + 1] in _FIRST_PERSON_VERBS and not asked:
            return True
        if key == "my" and keys[index + 1] in _FIRST_PERSON_BODY:
            return True
    return False
