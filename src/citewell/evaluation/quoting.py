"""Whether an answer quotes what it should: the gold sentence, its grade, and what a good answer says.

The measures are defined for readers in docs/explanation/evaluation.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from citewell.text.negation import contradicts, negated
from citewell.text.sentences import sentences
from citewell.text.tokens import content_words

_WORD = re.compile(r"[^\W_]+|[<>≤≥±%]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# "Says X" is stated by whoever says X.
_ATTRIBUTION = re.compile(r"^(?:says|states|tells|claims|advises|recommends)(?: that)?\b", re.IGNORECASE)
_ENOUGH = 0.9
_OWN_SHARE = 0.5
_COVERED = 0.5
_STATED = 0.7
_LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quotation of an answer: the file it stands in, its words, what is shown over it, its grade."""

    file: str
    text: str
    above: str = ""
    grade: str = ""


def words(text: str) -> list[str]:
    """The words of a text, however it is set."""
    return _WORD.findall(unicodedata.normalize("NFKC", text[:_LONGEST]).casefold())


def quotes(quoted: Quoted, *, file: str, gold: str) -> bool:
    """Whether nine tenths of the gold's words stand, in order, in the quotation with what is over it.

    Half of that must stand in the quotation itself.
    """
    if quoted.file != file:
        return False
    wanted = words(gold)
    enough = _ENOUGH * len(wanted)
    whole, own = words(f"{quoted.above} {quoted.text}"), words(quoted.text)
    return _in_order(wanted, whole) >= enough and _in_order(wanted, own) >= _OWN_SHARE * enough


def _in_order(wanted: Sequence[str], said: Sequence[str]) -> int:
    blocks = SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def same_grade(printed: str, gold: str) -> bool:
    """Whether one of the two labels holds the other, however they are set."""
    one, other = "".join(words(printed)), "".join(words(gold))
    return bool(one) and bool(other) and (one in other or other in one)


def covers(said: Iterable[str], point: str) -> bool:
    """A proxy: whether one of the texts has half of a point's content words and all of its numbers."""
    wanted, numbers = content_words(point), numbers_in(point)
    return any(
        _share(wanted, content_words(text)) >= _COVERED and numbers <= numbers_in(text) for text in said
    )


def states(said: Iterable[str], point: str) -> bool:
    """A proxy: whether a sentence of the texts has seven tenths of a point and denies the same of it."""
    point = _ATTRIBUTION.sub("", point, count=1)
    wanted, numbers = content_words(point), numbers_in(point)
    for sentence in (one for text in said for one in sentences(text)):
        alike = _share(wanted, content_words(sentence)) >= _STATED and numbers <= numbers_in(sentence)
        if alike and negated(sentence) & wanted == negated(point) & wanted:
            return True
    return False


def contradicted(said: Iterable[str], point: str) -> bool:
    """A proxy: whether a sentence close to a point turns its "not" round."""
    wanted = content_words(point)
    near = (one for text in said for one in sentences(text) if _share(wanted, content_words(one)) >= _COVERED)
    return any(contradicts(point, [sentence]) for sentence in near)


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, as written, without separators of thousands."""
    return frozenset(_plain_numbers(text))


def _plain_numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(unicodedata.normalize("NFKC", text)):
        yield found.group().replace(",", "")


def _share(wanted: frozenset[str], told: frozenset[str]) -> float:
    return len(wanted & told) / len(wanted) if wanted else 0.0
