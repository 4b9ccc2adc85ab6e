"""What was read in a question, searched by its proper name, too: "#NOF" is a hip fracture."""

import math
from dataclasses import replace

from citewell.model.pico import Pico
from citewell.retrieval.index import Index
from citewell.retrieval.query import AS_TYPED, Query


def widened(query: Query, pico: Pico, index: Index) -> Query:
    """The query with the names of what is asked about and of what the patient has, as far as the library has
    their words. The words of a name share the weight of a typed word; a greater weight stays.
    """
    terms = dict(query.terms)
    for phrase in (*pico.interventions, *pico.comparators, *pico.current, *pico.conditions):
        stems = [stem for stem in index.analyzer.analyze(phrase.id) if index.frequency(stem)]
        for stem in stems:
            terms[stem] = max(terms.get(stem, 0.0), AS_TYPED / math.sqrt(len(stems)))
    return replace(query, terms=terms)


def spelt_out(question: str, pico: Pico) -> str:
    """The question with the names of what the patient has, where it says them in other words: for encoders,
    which know few abbreviations and little of how patients speak.
    """
    said = question.casefold()
    names = dict.fromkeys(phrase.id for phrase in pico.conditions if phrase.id not in said)
    return " ".join((question, *names))
