"""Known words near a word that stands nowhere in the library."""

from collections.abc import Sequence

from citewell.retrieval.index import Collection

_FIRST_LETTERS = 2
_SHORTEST = 5
_LONG = 9
_MOST_CANDIDATES = 5000
_CLEARLY_COMMONER = 4


def nearest(word: str, collection: Collection, *, field: str) -> str:
    """The one known word that a mistyped word is near, or nothing.

    Near is one letter left out, put in, changed or swapped with its neighbour (Damerau), two in a word of
    nine letters or more, its first two letters right. Nothing is given for a short word, for one with a
    digit, and where two known words are as near and neither is clearly commoner.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return ""
    most = 2 if len(word) >= _LONG else 1
    known = collection.searcher.terms_with_prefix(field, word[:_FIRST_LETTERS], limit=_MOST_CANDIDATES)
    near = sorted(
        (distance, -frequency, term)
        for term, frequency in known
        if abs(len(term) - len(word)) <= most and (distance := edits(word, term, most=most)) <= most
    )
    if not near or _is_doubtful(near):
        return ""
    return near[0][2]


def _is_doubtful(near: Sequence[tuple[int, int, str]]) -> bool:
    rivals = [-frequency for distance, frequency, _ in near[1:] if distance == near[0][0]]
    return any(-near[0][1] < _CLEARLY_COMMONER * frequency for frequency in rivals)


def edits(one: str, other: str, *, most: int) -> int:
    """The letters to leave out, put in, change or swap with a neighbour; `most` + 1 where they are more.

    Optimal string alignment (Damerau 1964), given up as soon as a whole row exceeds `most`.
    """
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
