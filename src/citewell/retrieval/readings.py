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
# How much likelier the question's words must be beside one meaning than beside the next (natural logarithm).
_CLEARLY = 1.0
_UNSEEN = 0.5
# The share of the documents explaining an abbreviation that mean it alike.
_NEARLY_ALL = 0.8
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

    stems: of all its words. A meaning that the library does not know cannot be meant; one that is left over
    alone needs no word to speak for it.
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
    chosen = chosen or _by_documents(spoken_of, stems, index) or _by_share(short, spoken_of, index)
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


def _by_share(short: str, forms: dict[str, Stems], index: Index) -> str:
    """The meaning that nearly all documents give that explain the abbreviation."""
    learnt = dict(index.vocabulary.abbreviations.get(short, ()))
    return next((long for long, form in forms.items() if learnt.get(form, 0.0) >= _NEARLY_ALL), "")


def _by_documents(forms: dict[str, Stems], stems: Sequence[str], index: Index) -> str:
    """The meaning beside which the question's other words stand oftenest; "" where none clearly leads.

    The share of the documents with a meaning that have each word, multiplied over the rarest words (naive
    Bayes without its prior: a library is not a patient's practice).
    """
    size = index.documents.size
    telling = [stem for stem in dict.fromkeys(stems) if 0 < index.frequency(stem) <= _EVERYWHERE * size]
    words = sorted(telling, key=lambda stem: (index.frequency(stem), stem))[:_MOST_WORDS]
    if len(forms) < 2 or not words:
        return ""
    scores = sorted(((_likelihood(form, words, index), long) for long, form in forms.items()), reverse=True)
    return scores[0][1] if scores[0][0] - scores[1][0] >= _CLEARLY else ""


def _likelihood(form: Stems, words: Sequence[str], index: Index) -> float:
    whole = _count(form, index) + 1.0
    return sum(math.log((_count((*form, word), index) + _UNSEEN) / whole) for word in words)


def _count(stems: Stems, index: Index) -> int:
    """In how many documents all of some stems stand."""
    terms = [tantivy.Query.term_query(index.documents.schema, WORDS, stem) for stem in dict.fromkeys(stems)]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
    return int(getattr(index.documents.searcher.search(query, limit=1, count=True), "count", 0) or 0)
