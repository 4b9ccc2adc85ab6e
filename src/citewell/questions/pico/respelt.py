"""What a question asks about where some of its words were read as others: misspelt words, abbreviations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from citewell.model.pico import Phrase, Pico
from citewell.questions.context import Context
from citewell.questions.passage import Passage
from citewell.questions.pico.reading import read_pico
from citewell.questions.pico.terms import Terms

# So many words of a question are put right; who misspells more is read as typed beyond.
_MOST_WORDS = 12
_OPEN = " or "


@dataclass(frozen=True, slots=True)
class _Change:
    """Words that stand at [start, end) of the corrected text, for what stood at [typed, typed_end)."""

    start: int
    end: int
    typed: int
    typed_end: int


def read_respelt(text: str, read_as: Iterable[tuple[str, str]], *, terms: Terms) -> Pico:
    """What the question asks about with words read as others; the places are those of the text as typed.

    read_as: (word as typed, words that it was read as); one that stays open ("A or B") is left as typed.
    Linear in the text.
    """
    plain = [(typed, read) for typed, read in read_as if _OPEN not in read]
    corrected, changes = _corrected(text, dict(plain[:_MOST_WORDS]))
    passage = Passage.of(corrected)
    read = read_pico(passage, context=Context(passage, is_case=False), terms=terms)
    people = replace(read.population, phrases=_as_typed(read.population.phrases, changes))
    lists = {
        each.name: _as_typed(getattr(read, each.name), changes)
        for each in fields(read)
        if each.name != "population"
    }
    return replace(read, population=people, **lists)


def _corrected(text: str, readings: dict[str, str]) -> tuple[str, tuple[_Change, ...]]:
    """The text with each of the words replaced, and where."""
    if not readings:
        return text, ()
    pieces: list[str] = []
    changes: list[_Change] = []
    done = length = 0
    for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, readings))})\b", text):
        instead = readings[match[0]]
        length += match.start() - done
        changes.append(_Change(length, length + len(instead), match.start(), match.end()))
        pieces += (text[done : match.start()], instead)
        done, length = match.end(), length + len(instead)
    return "".join((*pieces, text[done:])), tuple(changes)


def _as_typed(phrases: Iterable[Phrase], changes: Sequence[_Change]) -> tuple[Phrase, ...]:
    return tuple(
        replace(
            one, start=_place(one.start, changes, at_end=False), end=_place(one.end, changes, at_end=True)
        )
        for one in phrases
    )


def _place(at: int, changes: Sequence[_Change], *, at_end: bool) -> int:
    """Where a place of the corrected text was; inside a changed word, the word's beginning or end."""
    moved = 0
    for one in changes:
        inside = one.start < at <= one.end if at_end else one.start <= at < one.end
        if inside:
            return one.typed_end if at_end else one.typed
        if at < one.end or (at_end and at <= one.start):
            break
        moved = one.typed_end - one.end
    return at + moved
