"""How English warns, and under which names what is warned of goes: data of `vocabulary/cautions.txt`.

A line of the file has a key, a colon, and phrases between bars; lines of one key add up.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from citewell.text.folding import other_spellings

FILE = "cautions.txt"
_COMMENT = "#"
_WIDER, _CALLED = "wider ", "called "
_ABBREVIATION = 5
_SHORTEST_NOUN = 4
# Between the words of a phrase an adverb may stand: "should generally be avoided".
_ADVERB = r"(?:[a-z]+ly|also|not only|either|never)"
_GAP = rf"[\s-]+(?:{_ADVERB}\s+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class CautionWords:
    """phrases: those of each key that is none of these. wider: of each narrower name, the wider ones that
    speak of it, too. measures: the names of each thing that is measured. called: what belonging to a group is
    called.
    """

    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wider: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: tuple[tuple[str, ...], ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)


NO_CAUTION_WORDS = CautionWords()


def read_caution_words(folder: Path | None) -> CautionWords:
    """The words of a folder of vocabulary; none where it has no such file. Raises OSError."""
    if folder is None or not (file := folder / FILE).is_file():
        return NO_CAUTION_WORDS
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    wider: defaultdict[str, list[str]] = defaultdict(list)
    called: dict[str, str] = {}
    measures = []
    for key, said in _lines(file.read_text(encoding="utf-8")):
        if key.startswith(_WIDER):
            for narrower in said:
                wider[narrower].append(key.removeprefix(_WIDER))
        elif key.startswith(_CALLED):
            called.update(dict.fromkeys(said, key.removeprefix(_CALLED)))
        elif key == "measure":
            measures.append(said)
        else:
            phrases[key].extend(said)
    return CautionWords(
        phrases={key: tuple(said) for key, said in phrases.items()},
        wider={key: tuple(names) for key, names in wider.items()},
        measures=tuple(measures),
        called=called,
    )


def _lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in text.splitlines():
        key, _, said = line.partition(":")
        if said and not line.startswith(_COMMENT):
            yield key.strip(), tuple(phrase.strip() for phrase in said.split("|"))


@lru_cache(maxsize=1024)
def naming(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some names or phrases, in either spelling, in the plural, and with an adverb inside.

    names: hashable. A short name in capitals is found only so.
    """
    ways = sorted({way for name in names for way in _ways(name)}, key=lambda way: (-len(way), way))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways) or '(?!)'})")


@lru_cache(maxsize=64)
def hinting(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the longest word of any of some phrases: without it none of them stands in a text.

    phrases: each with "{}" for a name. It is compiled once, and what `naming` compiles for one name is slow.
    """
    longest = {max(re.split(r"[\s-]+", one.replace("{}", " ")), key=len) for one in phrases}
    return re.compile("|".join(map(_spelt, sorted(longest))) or "(?!)", re.IGNORECASE)


def _ways(name: str) -> Iterator[str]:
    if name.isalpha() and name.isupper() and len(name) <= _ABBREVIATION:
        yield rf"{name}s?\b"
        return
    words = [_spelt(word) for word in re.split(r"[\s-]+", name)]
    # A sign of comparison may stand right before its number.
    end = r"(?:s|es)?\b" if name[-1:].isalnum() else ""
    yield rf"(?i:{_GAP.join(words)}{end})"


def _spelt(word: str) -> str:
    either = rf"(?:{'|'.join(map(re.escape, (word, *other_spellings(word.lower()))))})"
    return f"{either}s?" if len(word) >= _SHORTEST_NOUN else either
