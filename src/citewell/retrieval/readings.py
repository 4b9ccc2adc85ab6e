"""Which meaning of an abbreviation a question has: by its words, else by the library's documents."""

import math
from collections.abc import Collection as Words
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy

from citewell.retrieval.index import Index
from citewell.retrieval.schema import WORDS
from citewell.retrieval.vocabulary import Stems
from citewell.text.meanings import Meaning, meant, said_about

# So many of the question's rarest words are looked up beside each meaning.
_MOST_WORDS = 5
# By how much the meaning must lead that is chosen by the documents (natural logarithm).
_CLEARLY = 0.3
# What it counts that all documents explaining an abbreviation mean it so, on the same scale.
_EXPLAINED = 2.0
# How many documents a meaning must have before its own count for more than all others.
_FEW = 20.0
# A word that stands in more of the documents speaks for no meaning.
_EVERYWHERE = 0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """An abbreviation as typed, its meanings as stems, and which is chosen; "" and () where it stays open.

    others: the meanings that were not chosen. could_be: what it may stand for in this library, in words.
    means_otherwise: whether most documents that explain it mean something else than what was chosen.
    """

    typed: str
    long: str
    stems: Stems
    others: frozenset[Stems]
    could_be: tuple[str, ...]
    means_otherwise: bool = False

    @property
    def told(self) -> str:
        """As what it was read, where it could be read as something else: "" for what is plain."""
        if len(self.could_be) > 1:
            return self.long or " or ".join(self.could_be)
        return self.long if self.means_otherwise else ""


def readings_in(text: str, typed: Words[str], stems: Sequence[str], index: Index) -> Iterator[Reading]:
    """The ambiguous abbreviations among the words of a question, each once, as they are read.

    stems: of its words that carry meaning. A meaning that the library does not know is chosen only where the
    words about the abbreviation speak for it.
    """
    meanings = index.vocabulary.meanings
    for short in dict.fromkeys(typed):
        if short in meanings:
            others = [stem for stem in stems if stem != short.lower()]
            yield _reading(text, short, meanings[short], others, index)


def _reading(
    text: str, short: str, meanings: Sequence[Meaning], stems: Sequence[str], index: Index
) -> Reading:
    forms = {one.long: tuple(index.analyzer.analyze(one.long)) for one in meanings}
    known = [one for one in meanings if all(index.frequency(stem) for stem in forms[one.long])]
    spoken_of = {one.long: forms[one.long] for one in known}
    chosen = meant(meanings, said_about(text, short))
    chosen = chosen or _by_documents(short, spoken_of, stems, index)
    return Reading(
        typed=short,
        long=chosen,
        stems=forms.get(chosen, ()),
        others=frozenset(form for long, form in forms.items() if long != chosen) if chosen else frozenset(),
        could_be=tuple(one.long for one in known),
        means_otherwise=bool(chosen) and _commonest(short, index) in set(forms.values()) - {forms[chosen]},
    )


def _commonest(short: str, index: Index) -> Stems:
    learnt = index.vocabulary.abbreviations.get(short, ())
    return learnt[0][0] if learnt else ()


def _by_documents(short: str, forms: dict[str, Stems], stems: Sequence[str], index: Index) -> str:
    """The meaning beside which the question's other words stand oftenest; "" where none clearly leads.

    Of the rarest words: how much likelier each is in a document with the meaning than in any (its lift,
    smoothed; a word that is missing there says nothing), and the share of the documents explaining the
    abbreviation that mean it so.
    """
    size = index.documents.size
    telling = [stem for stem in dict.fromkeys(stems) if 0 < index.frequency(stem) <= _EVERYWHERE * size]
    words = sorted(telling, key=lambda stem: (index.frequency(stem), stem))[:_MOST_WORDS]
    learnt = dict(index.vocabulary.abbreviations.get(short, ()))
    scores = sorted(
        (
            (_lift(form, words, index) + _EXPLAINED * learnt.get(form, 0.0), long)
            for long, form in forms.items()
        ),
        reverse=True,
    )
    next_best = scores[1][0] if len(scores) > 1 else 0.0
    return scores[0][1] if scores and scores[0][0] - next_best >= _CLEARLY else ""


def _lift(form: Stems, words: Sequence[str], index: Index) -> float:
    whole = _count(form, index) + _FEW
    shares = {word: index.frequency(word) / index.documents.size for word in words}
    beside = {word: (_count((*form, word), index) + _FEW * share) / whole for word, share in shares.items()}
    return sum(max(0.0, math.log(beside[word] / shares[word])) for word in words)


def _count(stems: Stems, index: Index) -> int:
    """In how many documents all of some stems stand."""
    terms = [tantivy.Query.term_query(index.documents.schema, WORDS, stem) for stem in dict.fromkeys(stems)]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
    return int(getattr(index.documents.searcher.search(query, limit=1, count=True), "count", 0) or 0)
