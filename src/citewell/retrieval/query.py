"""A question's words as the library knows them, each with the weight it is searched with."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citewell.retrieval.index import Index
from citewell.retrieval.readings import Reading, readings_in
from citewell.retrieval.spelling import correction
from citewell.retrieval.vocabulary import Stems, Vocabulary
from citewell.text.folding import other_spellings, tokens
from citewell.text.tokens import is_content

AS_TYPED = 1.0
# What a word may also stand for is searched with less than the word itself: lower, and the other name is
# found only where the typed one is missing; higher, and a related matter passes the matter asked about.
RESPELT = 0.6
OTHER_NAME = 0.3
# Words that are said together ("clot in the leg") mean one thing, and more surely than a word alone does.
OTHER_NAME_OF_PHRASE = 0.5
# A drug's name that is rarer than the one typed: rarity is weighed besides.
RARER_NAME_OF_DRUG = 0.1
LONG_FORM = 0.6
SHORT_FORM = 0.35
# The meaning that was chosen for an abbreviation of several, and the abbreviation itself where the library's
# documents mean something else by it.
CHOSEN = 0.9
MEANT_OTHERWISE = 0.2
NUMBER = 0.5
QUIET = 0.1
# Another name for what is known by no word that was typed ("Tylenol" where only acetaminophen stands).
IN_ITS_PLACE = 0.9
_SINGLE_LETTERS_LEFT_OUT = frozenset("aist")
# They stand inside what is said ("a clot in my leg") and say nothing of it.
_POINTING = frozenset(("a", "an", "the", "my", "your", "his", "her", "our", "their", "its"))
# A longer question is read as far as this.
_MOST_WORDS = 600
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question as typed, and its stem."""

    typed: str
    stem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Stems with their weights; the words, as typed, that stand nowhere in the library (unknown). drugs: of
    each drug named, the stems of its names. typed: the stems of the terms that stand in the question itself;
    the others are other names, and other spellings. nearest: what was read as something else: a misspelt word
    as a known one near it, an abbreviation of several meanings as one of them ("A or B" where it stays open).
    undecided: misspelt words near several drugs, with these; none of them is searched.
    """

    terms: Mapping[str, float]
    typed: frozenset[str] = frozenset()
    drugs: tuple[Stems, ...] = ()
    unknown: tuple[str, ...] = ()
    nearest: tuple[tuple[str, str], ...] = ()
    undecided: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read(text: str, index: Index) -> Query:
    """The question as a query: function words dropped, each word once, however often it is said."""
    words = _words(text, index)
    content = {word.stem: word.typed for word in reversed(words) if _carries_meaning(word.typed)}
    readings = {
        one.typed: one for one in readings_in(text, [word.typed for word in words], list(content), index)
    }
    terms: dict[str, float] = {}
    understood: set[str] = set()
    for stem, typed in content.items():
        known = _spellings(stem, typed, index)
        understood.update((stem,) if known else ())
        _raise(terms, known, _weight(stem, typed, readings, index))
    typed_and_known = frozenset(terms)
    for called, stems, weight in _other_names(words, readings, index):
        known = [stem for stem in stems if _is_known(stem, index)]
        understood.update(called if known else ())
        here = IN_ITS_PLACE if typed_and_known.isdisjoint(called) else weight
        # The words of a phrase share its weight, or a long name would drown the question.
        _raise(terms, known, here / math.sqrt(len(stems)))
    strange = [stem for stem in content if stem not in understood and stem.isalpha()]
    corrections = {stem: correction(content[stem], stem, index) for stem in strange}
    near = {stem: one for stem, one in corrections.items() if one.stem}
    _raise(terms, (one.stem for one in near.values()), RESPELT)
    return Query(
        terms=terms,
        typed=frozenset(content).intersection(terms),
        drugs=tuple(
            _names(word, index.vocabulary)
            for word in _once(words)
            if index.vocabulary.names_a_drug(word.typed, word.stem)
        ),
        unknown=tuple(word.typed for word in _once(words) if word.stem in strange),
        nearest=(
            *((content[stem], one.word) for stem, one in near.items()),
            *((one.typed, one.told) for one in readings.values() if one.told),
        ),
        undecided=tuple((content[stem], one.rivals) for stem, one in corrections.items() if one.rivals),
    )


def _words(text: str, index: Index) -> list[Word]:
    return [Word(typed, stems[0]) for typed in tokens(text) if (stems := index.analyzer.analyze(typed))][
        :_MOST_WORDS
    ]


def _once(words: Sequence[Word]) -> list[Word]:
    return list({word.stem: word for word in reversed(words)}.values())[::-1]


def _names(drug: Word, vocabulary: Vocabulary) -> Stems:
    others = (name[0] for name in vocabulary.phrases.get(drug.stem, ()) if len(name) == 1)
    return (drug.stem, *others)


def _spellings(stem: str, typed: str, index: Index) -> list[str]:
    """The stems of a word in either spelling that the library knows."""
    others = (
        other for spelling in other_spellings(typed.lower()) for other in index.analyzer.analyze(spelling)
    )
    return [spelling for spelling in dict.fromkeys((stem, *others)) if _is_known(spelling, index)]


def _other_names(
    words: Sequence[Word], readings: Mapping[str, Reading], index: Index
) -> Iterator[tuple[Stems, Stems, float]]:
    """The words and the phrases they make, each with what it is also called and the weight of that.

    Of an abbreviation that was read as one of its meanings the others are left out, and so is what a word is
    called only where it is written otherwise.
    """
    ruled_out = {word.stem: one.others for word in words if (one := readings.get(word.typed))}
    plain = {word.stem for word in words} - {
        word.stem for word in words if index.vocabulary.is_called_otherwise(word.typed, word.stem)
    }
    for called, other, weight in _all_names(words, readings, index):
        if len(called) > 1 or (called[0] not in plain and other not in ruled_out.get(called[0], ())):
            yield called, other, weight


def _all_names(
    words: Sequence[Word], readings: Mapping[str, Reading], index: Index
) -> Iterator[tuple[Stems, Stems, float]]:
    for word in words:
        yield from _chosen(word, readings, index.vocabulary)
        for long, share in _long_forms(word.typed, index.vocabulary):
            yield (word.stem,), long, LONG_FORM * share
    stems = [word.stem for word in words]
    yield from _names_of_phrases(stems, index)
    bare = [word.stem for word in words if word.typed.lower() not in _POINTING]
    if len(bare) < len(stems):
        yield from _names_of_phrases(bare, index)


def _chosen(
    word: Word, readings: Mapping[str, Reading], vocabulary: Vocabulary
) -> Iterator[tuple[Stems, Stems, float]]:
    """The meaning that was chosen for an abbreviation, and that meaning's other names."""
    reading = readings.get(word.typed)
    if reading and reading.stems:
        yield (word.stem,), reading.stems, CHOSEN
        for other in vocabulary.phrases.get(" ".join(reading.stems), ()):
            yield (word.stem,), other, CHOSEN


def _names_of_phrases(stems: Sequence[str], index: Index) -> Iterator[tuple[Stems, Stems, float]]:
    """What each run of these words is also called."""
    vocabulary = index.vocabulary
    for start in range(len(stems)):
        for end in range(start + 1, min(start + vocabulary.longest, len(stems)) + 1):
            called = tuple(stems[start:end])
            phrase = " ".join(called)
            for other in vocabulary.phrases.get(phrase, ()):
                yield called, other, _weight_of_name(called, other, index)
            if short := vocabulary.short_forms.get(phrase):
                yield called, (short.lower(),), SHORT_FORM


def _weight_of_name(called: Stems, other: Stems, index: Index) -> float:
    if len(called) > 1:
        return OTHER_NAME_OF_PHRASE
    if called[0] in index.vocabulary.drugs and index.frequency(other[0]) < index.frequency(called[0]):
        return RARER_NAME_OF_DRUG
    return OTHER_NAME


def _long_forms(typed: str, vocabulary: Vocabulary) -> tuple[tuple[Stems, float], ...]:
    """An abbreviation as printed; in small letters too where it has no vowel ("pmr", never "all")."""
    if typed in vocabulary.abbreviations:
        return vocabulary.abbreviations[typed]
    if _VOWELS.isdisjoint(typed.lower()):
        return vocabulary.abbreviations.get(typed.upper(), ())
    return ()


def _raise(terms: dict[str, float], stems: Iterable[str], weight: float) -> None:
    for stem in stems:
        terms[stem] = max(weight, terms.get(stem, 0.0))


def _is_known(stem: str, index: Index) -> bool:
    return index.frequency(stem) > 0


def _weight(stem: str, typed: str, readings: Mapping[str, Reading], index: Index) -> float:
    reading = readings.get(typed)
    if reading and reading.means_otherwise:
        return MEANT_OTHERWISE
    if stem in index.vocabulary.quiet:
        return QUIET
    return NUMBER if stem.isdigit() else AS_TYPED


def _carries_meaning(typed: str) -> bool:
    if len(typed) == 1:
        return typed.lower() not in _SINGLE_LETTERS_LEFT_OUT
    return typed.isdigit() or is_content(typed.lower())
