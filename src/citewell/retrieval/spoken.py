"""Whether what was found speaks of what was asked: each word that names a question's subject, sought in it.

A guideline may be near a question in its surroundings ("newborn, feeding") and say nothing of the thing asked
about. So the words of a question that are not plain are looked for, under all their names, in what would be
quoted; in passing, somewhere in a long text, does not count.
"""

from collections.abc import Iterable, Iterator, Sequence

from citewell.model.pico import Phrase
from citewell.model.shelves import Subject
from citewell.retrieval.index import Index
from citewell.retrieval.query import read
from citewell.retrieval.spelling import edits
from citewell.retrieval.topicality import rarity_of
from citewell.retrieval.vocabulary import Stems
from citewell.text.folding import other_spellings
from citewell.text.kinds import NO_KINDS, Kinds
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords
from citewell.text.tokens import WORD, is_content
from citewell.text.tokens import stem as stem_of

_SHORTEST = 3
# What may be the beginning of a longer word ("pred", "panc"), and an abbreviation that need not be spelt out.
_LONGEST_SHORTENING = 5
_LONGEST_ABBREVIATION = 4
_LONG_ROOT = 7
# A longer question is read as far as this.
_MOST_WORDS = 600
_MOST_SUBJECTS = 40
# How many words may stand between those of a name; how rare a name is that nothing speaks of.
_BETWEEN = 2
_RARITY_OF_A_NAME = 1.0
# A mistyped word that the library does not know is spoken of where what is said has one a letter away.
_LEAST_MISTYPED = 6
_POSSESSIVES = ("'s", "’s")


def subjects_of(
    text: str,
    index: Index,
    plain: PlainWords,
    said: Iterable[str],
    *,
    kinds: Kinds = NO_KINDS,
    names: Iterable[Phrase] = (),
) -> tuple[Subject, ...]:
    """The words that name what a text asks about, each once, and whether it is spoken of in what is said.

    Left out are plain words, words of telling, numbers, and short abbreviations that nothing spells out.
    Where no plain words are known, nothing can be told apart, and there are none. kinds: who speaks of
    a kind of treatment speaks of what belongs to it. names: what was read in the text as a name: one of
    several words ("tongue tie") is spoken of where these stand together.
    """
    if plain == NO_PLAIN_WORDS:
        return ()
    said = tuple(said)
    words = [_bare(match.group()) for match in WORD.finditer(text)][:_MOST_WORDS]
    stems = [_stem(word, index) for word in words]
    # No word has white space in it, and most of what stands between is said many times.
    pieces = frozenset("\n".join(said).split())
    spoken = frozenset(index.stems_of(frozenset(WORD.findall("\n".join(pieces)))))
    spoken |= frozenset(_explained(stems, index, spoken))
    named: dict[str, str] = {}
    for word, stem in zip(words, stems, strict=True):
        if _names(word, stem, index, plain):
            named.setdefault(stem, word)
    first = list(named.items())[:_MOST_SUBJECTS]
    found = (_subject(word, stem, index, spoken, kinds) for stem, word in first)
    words_found = tuple(one for one in found if one.spoken or not _is_abbreviation(one.word))
    return (*words_found, *_unspoken_names(text, names, said, index))


def _unspoken_names(
    text: str, names: Iterable[Phrase], said: Sequence[str], index: Index
) -> Iterator[Subject]:
    """The names of several words that stand together nowhere in what is said, under any form."""
    phrases = [phrase for phrase in names if len(_content(text[phrase.start : phrase.end])) > 1]
    pieces = [index.analyzer.analyze(piece) for piece in said] if phrases else []
    for phrase in phrases:
        typed = text[phrase.start : phrase.end]
        forms = [index.analyzer.analyze(typed), index.analyzer.analyze(phrase.id)]
        forms += [list(name) for form in tuple(forms) for name in _other_names(" ".join(form), index)]
        if not any(_stand_together(form, piece) for form in forms for piece in pieces):
            yield Subject(word=typed, rarity=_RARITY_OF_A_NAME, spoken=False)


def _content(text: str) -> list[str]:
    return [match.group() for match in WORD.finditer(text) if is_content(match.group().lower())]


def _stand_together(form: Sequence[str], piece: Sequence[str]) -> bool:
    """Whether all words of a name stand within a few words of each other."""
    wanted = frozenset(form)
    if not wanted or not wanted.issubset(piece):
        return False
    width = len(form) + _BETWEEN
    return any(wanted.issubset(piece[at : at + width]) for at, word in enumerate(piece) if word in wanted)


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(_POSSESSIVES) else word


def _stem(word: str, index: Index) -> str:
    return (index.analyzer.analyze(word) or [""])[0]


def _names(word: str, stem: str, index: Index, plain: PlainWords) -> bool:
    """Whether a word may name a subject: no function word, no contraction, no plain word."""
    if len(word) < _SHORTEST or not word.isalpha() or not is_content(word.lower()):
        return False
    return not plain.has(word) and stem not in index.vocabulary.quiet


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= _LONGEST_ABBREVIATION


def _subject(word: str, stem: str, index: Index, spoken: frozenset[str], kinds: Kinds) -> Subject:
    frequency = index.frequency(stem)
    if stem in spoken and frequency:
        return Subject(word=word, rarity=rarity_of(frequency, index), spoken=True)
    names = frozenset(read(word, index).terms)
    of_a_kind = (kinds.get(one, ()) for one in (stem_of(word), *sorted(names)))
    names |= frozenset(_stem(kind, index) for each in of_a_kind for kind in each)
    is_spoken = stem in spoken or not spoken.isdisjoint(names) or _is_begun(word, spoken)
    is_spoken = is_spoken or (not frequency and _is_mistyped(stem, spoken))
    frequency = frequency or min(map(index.frequency, names), default=0)
    return Subject(word=word, rarity=rarity_of(frequency, index), spoken=is_spoken)


def _is_mistyped(stem: str, spoken: frozenset[str]) -> bool:
    near = (one for one in spoken if one[:1] == stem[:1] and abs(len(one) - len(stem)) <= 1)
    return len(stem) >= _LEAST_MISTYPED - 1 and any(edits(stem, one, most=1) <= 1 for one in near)


def _is_begun(word: str, spoken: frozenset[str]) -> bool:
    """Whether a short word is the beginning of one that is spoken: clinicians shorten ("pred", "sats"); or a
    long one begins with one, whatever its ending ("diverticulitus").
    """
    begun = word.lower().removesuffix("s")
    if len(begun) <= _LONGEST_SHORTENING:
        ways = (begun, *other_spellings(begun))
        return any(stem.startswith(ways) for stem in spoken)
    return any(len(stem) >= _LONG_ROOT and begun.startswith(stem) for stem in spoken)


def _explained(stems: Sequence[str], index: Index, spoken: frozenset[str]) -> Iterator[str]:
    """The words of phrases that are spoken of by another name ("water pill": diuretic)."""
    longest = index.vocabulary.longest
    for start in range(len(stems)):
        for end in range(start + 2, min(start + longest, len(stems)) + 1):
            if any(spoken.issuperset(name) for name in _other_names(" ".join(stems[start:end]), index)):
                yield from stems[start:end]


def _other_names(phrase: str, index: Index) -> Iterator[Stems]:
    vocabulary = index.vocabulary
    yield from vocabulary.phrases.get(phrase, ())
    if short := vocabulary.short_forms.get(phrase):
        yield (short.lower(),)
