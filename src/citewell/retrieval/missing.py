"""Which drugs of a question stand nowhere in the library: nothing that was found can speak of them."""

import re
from collections.abc import Collection, Iterable, Iterator

from citewell.retrieval.index import Index
from citewell.retrieval.spelling import edits
from citewell.text.kinds import NO_KINDS, Kinds
from citewell.text.tokens import stem as stem_of

_LONGEST = 4000
_SHORTEST = 5
_MOST_EDITS = 2
# What is taken or dosed is a drug, whatever it is called: a brand's name has no end to tell it by.
_BEHIND = (
    r"(?:doses?|dosing|dosage|\d+(?:\.\d+)? ?(?:mg|mcg|micrograms?|units?)\b|mg|infusions?|injections?"
    r"|tablets?|weekly|monthly|while pregnant|side effects?|schedule)"
)
_GIVEN = re.compile(
    r"\b(?:(?:take|taking|taken|add|adding|add on|prescribed|switch(?:ed|ing)? to|mg of|mentioned|offered"
    r"|(?:dose|course|injections?|infusions?) of) (?P<taken>[a-z]+)"
    r"|(?:is|are) (?P<given>[a-z]+) given"
    rf"|(?P<dosed>[a-z]+) {_BEHIND}\b)",
    re.IGNORECASE,
)


def missing_drugs(
    text: str, unknown: Iterable[str], index: Index, *, misread: Collection[str], kinds: Kinds = NO_KINDS
) -> tuple[str, ...]:
    """Those of the words that stand nowhere in the library that name a drug, by any name it has.

    A drug is told by the vocabulary, by the end of its name, or, where it is written as a brand is, by being
    taken or dosed in the question. misread: words that were read as others that are known.
    """
    dosed = frozenset(_dosed(text[:_LONGEST]))
    return tuple(
        word
        for word in unknown
        if word not in misread
        and stem_of(word) not in kinds
        and not _has_known_name(word, index)
        and (_is_drug(word, index) or word in dosed)
    )


def _dosed(text: str) -> Iterator[str]:
    for match in _GIVEN.finditer(text):
        word = match["taken"] or match["given"] or match["dosed"]
        if len(word) >= _SHORTEST and word.isalpha() and word.istitle():
            yield word


def _is_drug(word: str, index: Index) -> bool:
    """Whether a word is a drug's name, and no misspelling of one that the library knows."""
    stems = index.analyzer.analyze(word)
    if not stems or not index.vocabulary.names_a_drug(word, stems[0]):
        return False
    return stems[0] in index.vocabulary.drugs or not _is_near_a_known_drug(word, index)


def _is_near_a_known_drug(word: str, index: Index) -> bool:
    names = (name for name in index.vocabulary.drug_names if name[:1] == word[:1].lower())
    near = (name for name in names if edits(word.lower(), name, most=_MOST_EDITS) <= _MOST_EDITS)
    return any(index.frequency(stem) for name in near for stem in index.analyzer.analyze(name))


def _has_known_name(word: str, index: Index) -> bool:
    """Whether the library knows what a word names by another name."""
    stems = index.analyzer.analyze(word)
    names = index.vocabulary.phrases.get(stems[0], ()) if stems else ()
    return any(all(index.frequency(stem) for stem in name) for name in names)
