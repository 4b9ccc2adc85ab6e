"""Known words near a word that stands nowhere in the library."""

from collections.abc import Sequence
from dataclasses import dataclass

from citewell.retrieval.index import Collection, Index
from citewell.retrieval.schema import WORDS
from citewell.retrieval.vocabulary import Vocabulary

_FIRST_LETTERS = 2
_SHORTEST = 5
_LONG = 9
_MOST_CANDIDATES = 5000
_CLEARLY_COMMONER = 4


@dataclass(frozen=True, slots=True)
class Correction:
    """What a word that stands nowhere is read as: the stem to search, and the word to show; "" for nothing.

    rivals: the drugs that it is equally near to; it is read as none of them.
    """

    stem: str = ""
    word: str = ""
    rivals: tuple[str, ...] = ()


NO_CORRECTION = Correction()


def correction(typed: str, stem: str, index: Index) -> Correction:
    """The one known word that a mistyped word is near.

    A drug's name is nearest to drugs' names: where two of them are equally near it is read as neither, since
    look-alike names are mistaken for each other (ISMP, List of Confused Drug Names). The name of a known drug
    is never corrected, and one that only ends as drugs' names do, only to a drug one letter away. A drug that
    the library does not know is no correction either.
    """
    vocabulary = index.vocabulary
    word = typed.lower()
    if stem in vocabulary.drugs or not word.isalpha() or len(word) < _SHORTEST:
        return NO_CORRECTION
    ends_as_drug = vocabulary.ends_as_a_drug(typed)
    distance, drugs = _nearest_drugs(word, vocabulary.drug_names, most=1 if ends_as_drug else _most(word))
    term, away = ("", distance) if ends_as_drug else nearest(stem, index.documents, field=WORDS)
    if drugs and (not term or distance <= away):
        return _as_drug(drugs, vocabulary, index)
    return Correction(stem=term, word=vocabulary.written.get(term, term)) if term else NO_CORRECTION


def _as_drug(drugs: Sequence[str], vocabulary: Vocabulary, index: Index) -> Correction:
    """One drug, or the rivals; names of one drug ("frusemide", "furosemide") are no rivals."""
    stems = {drug: index.analyzer.analyze(drug)[0] for drug in drugs}
    first = stems[drugs[0]]
    same = [first, *(name[0] for name in vocabulary.phrases.get(first, ()) if len(name) == 1)]
    if not set(stems.values()) <= set(same):
        return Correction(rivals=tuple(drugs))
    known = next((name for name in same if index.frequency(name)), "")
    return Correction(stem=known, word=drugs[0]) if known else NO_CORRECTION


def _nearest_drugs(word: str, names: Sequence[str], *, most: int) -> tuple[int, list[str]]:
    """The drugs' names that are nearest to a word, and how far they are; none farther than `most`."""
    near = [
        (distance, name)
        for name in names
        if name[0] == word[0] and abs(len(name) - len(word)) <= most
        if (distance := edits(word, name, most=most)) <= most
    ]
    least = min(near, default=(most + 1, ""))[0]
    return least, sorted(name for distance, name in near if distance == least)


def _most(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def nearest(word: str, collection: Collection, *, field: str) -> tuple[str, int]:
    """The one known word that a mistyped word is near and the letters between them, or "" and none.

    Near is one letter left out, put in, changed or swapped with its neighbour (Damerau), two in a word of
    nine letters or more, its first two letters right. Nothing is given for a short word, for one with a
    digit, and where two known words are as near and neither is clearly commoner.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return "", 0
    most = _most(word)
    known = collection.searcher.terms_with_prefix(field, word[:_FIRST_LETTERS], limit=_MOST_CANDIDATES)
    near = sorted(
        (distance, -frequency, term)
        for term, frequency in known
        if abs(len(term) - len(word)) <= most and (distance := edits(word, term, most=most)) <= most
    )
    if not near or _is_doubtful(near):
        return "", 0
    return near[0][2], near[0][0]


def _is_doubtful(near: Sequence[tuple[int, int, str]]) -> bool:
    rivals = [-frequency for distance, frequency, _ in near[1:] if distance == near[0][0]]
    return any(-near[0][1] < _CLEARLY_COMMONER * frequency for frequency in rivals)


def edits(one: str, other: str, *, most: int) -> int:
    """The letters to leave out, put in, change or swap with a neighbour; `most` + 1 where they are more.

    Optimal string alignment (Damerau 1964), given up as soon as a whole row exceeds `most`.
    """
    # Each letter that only one of them has is an edit at least.
    letters, others = set(one), set(other)
    if len(letters - others) > most or len(others - letters) > most:
        return most + 1
    rows = [list(range(len(other) + 1))]
    for i in range(1, len(one) + 1):
        rows.append(_next_row(one, other, i, rows))
        if min(rows[-1]) > most:
            return most + 1
    return min(rows[-1][-1], most + 1)


def _next_row(one: str, other: str, i: int, rows: Sequence[Sequence[int]]) -> list[int]:
    above, row = rows[-1], [i]
    for j in range(1, len(other) + 1):
        best = min(above[j] + 1, row[-1] + 1, above[j - 1] + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            best = min(best, rows[-2][j - 2] + 1)
        row.append(best)
    return row
