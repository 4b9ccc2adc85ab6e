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
    nana grandpa grandad granddad partner son daughter aunt uncle cousin neighbor friend sibling
    niece nephew
""")
_FORMAL = word_set("mother father sister brother husband wife")
_NEVER_THE_PATIENT = word_set("aunt uncle cousin neighbor niece nephew sibling")
_OTHERS = word_set("her his their whose patient pt")
_HAVING = word_set("""
    has had have with died broke suffer of from was is diagnosed a an recently tested positive for both
    carrier
""")
_HAD = word_set("had died")
_HAVING_AT_ONCE = word_set("has had with died broke have")
_SIDES = frozenset(("maternal", "paternal"))
_REPORTING = word_set("""
    say said state stated report reported notice noticed think thought describe described tell told ask asked
    bring brought note noted want wanted give gave call called feel felt see saw
""")
_HISTORY = word_set("history h hx")
_SHORT_SPANS = word_set("hour day night week d wk")
_LONG_SPANS = word_set("month year")
_OWN = frozenset(("my", "our"))
_FIRST_PERSON_VERBS = word_set("have had am was fell broke feel felt take been suffer")
_FIRST_PERSON_BODY = word_set("back leg spine pain fracture bone age hip doctor risk chance")
_LOOKING = word_set("screen screened screening test tested check checked examine examined assess assessed")
_FOUND = word_set("positive negative")
# "Screen a 67 year old woman with a small frame for …": the words that may stand between.
_MOST_BETWEEN = 9
_DONE_TO_ME = word_set("screened tested checked scanned treated vaccinated immunized offered referred")


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
        if keys[index] in _RELATIVES:
            cue = _relative_means(passage, index, speaks_of_self=speaks_of_self)
            last = _relative_until(passage, index) if cue else index + 1
            if cue:
                yield Trigger(cue, index, last)
            index = last
        else:
            cues, length = _met_at(passage, index) if not _is_plus(passage, index) else ((), 1)
            if not cues and _looks_for(passage, index):
                cues = (Cue.AWAITED,)
            meant = (_of_its_time(cue, passage, index) for cue in cues)
            yield from (Trigger(cue, index, index + length) for cue in meant)
            index += length


def _relative_means(passage: Passage, index: int, *, speaks_of_self: bool) -> Cue | None:
    """Whether a relative is somebody else, may be (who writes "mum had …" may write for her), or is not."""
    key, following = passage.keys[index], passage.key_at(index + 1)
    before = "" if passage.opens_part(index) else passage.key_at(index - 1)
    is_patient = before in _OWN and not speaks_of_self
    if is_patient or following in _REPORTING:
        return None
    is_formal = key in _FORMAL and (before in _OTHERS or following in _HAVING_AT_ONCE)
    if speaks_of_self or is_formal or key in _NEVER_THE_PATIENT:
        return Cue.OTHER
    if passage.key_at(index - 1) in _SIDES:
        return Cue.OTHER
    may_have = following in _HAVING if before in _OTHERS else following in _HAD
    return Cue.KIN if may_have else None


def _relative_until(passage: Passage, index: int) -> int:
    """Where the words end that give something to a relative ("sister had")."""
    last = index + 1
    while passage.key_at(last) in _HAVING and not passage.opens_part(last):
        last += 1
    return last


def _is_plus(passage: Passage, index: int) -> bool:
    """Whether a word is the end of "+ve", which differs from "-ve" by its sign alone."""
    return passage.keys[index] == "ve" and passage.text[: passage.words[index].start].endswith("+")


def _looks_for(passage: Passage, index: int) -> bool:
    """Whether a "for" says what is looked for: "screen a 67 year old woman for osteoporosis"."""
    if passage.keys[index] != "for":
        return False
    for back in range(index - 1, max(index - 1 - _MOST_BETWEEN, -1), -1):
        if not passage.is_one_part(back, index + 1) or passage.keys[back] in _FOUND:
            return False
        if passage.keys[back] in _LOOKING:
            return True
    return False


def _of_its_time(cue: Cue, passage: Passage, index: int) -> Cue:
    """What a cue means behind a span of time: "a two-day history" is of now, "a ten-year history" lasts."""
    if cue is not Cue.PAST or passage.keys[index] not in _HISTORY:
        return cue
    span = passage.key_at(index - 1)
    if span in _LONG_SPANS:
        return Cue.STANDING
    return Cue.NOTHING if span in _SHORT_SPANS else cue


def _met_at(passage: Passage, index: int) -> tuple[tuple[Cue, ...], int]:
    """The cues of the longest trigger that begins at a word, and its length; none and one word without."""
    table = _table()
    left = len(passage.keys) - index
    for length in table.lengths.get(passage.keys[index], ()):
        cues = table.cues.get(passage.keys[index : index + length])
        if cues is not None and length <= left and passage.is_one_part(index, index + length):
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
        if key == "i" and asked and _is_done_to_me(keys[index + 1 : index + 3]):
            return True
        if key == "my" and keys[index + 1] in _FIRST_PERSON_BODY:
            return True
    return False


def _is_done_to_me(following: Sequence[str]) -> bool:
    """Whether "should I be screened", "am I at risk" asks for the speaker, and not for a relative."""
    verb, _, done = " ".join(following).partition(" ")
    return verb == "at" or (verb, done) == ("have", "it") or (verb in {"be", "get"} and done in _DONE_TO_ME)
