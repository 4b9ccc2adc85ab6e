"""What a question brings from the library, ready to be chosen from and quoted."""

from collections.abc import Iterable, Iterator

from citewell.engine.beside import facing, of_themselves, with_ratings
from citewell.engine.quoting import quotable
from citewell.engine.shelf import Shelf
from citewell.engine.studies import with_answering_sentences
from citewell.model.library import Document
from citewell.model.pico import NO_PICO, Pico
from citewell.model.shelves import Gathered, Quotation
from citewell.text.kinds import Kinds
from citewell.text.tokens import content_words

# First which guidelines, then which of their sentences: a sentence alone seldom says what it is about.
_MOST_DOCUMENTS = 7
# More than is quoted of one: which of them answer is judged by more than how well their words fit.
_MOST_PASSAGES = 24
_MOST_WARNINGS = 3
# A word that stands only in what fits worse than so many quotations is one said in passing.
_MOST_SAID = 50


def gather(shelf: Shelf, question: str, pico: Pico = NO_PICO) -> Gathered:
    """The quotations that fit a question, best first, with the documents they stand in.

    pico: what was read in it, which is searched under its proper names, too. What another process takes out
    or replaces meanwhile is read as it stands at one moment.
    """
    with shelf.at_one_moment():
        return shelf.gathered((question, pico), lambda: _gathered(shelf, question, pico))


def _gathered(shelf: Shelf, question: str, pico: Pico) -> Gathered:
    from citewell.retrieval.meaning import meaning_of
    from citewell.retrieval.missing import missing_drugs
    from citewell.retrieval.query import read
    from citewell.retrieval.search import best_of_the_best, warnings
    from citewell.retrieval.spoken import subjects_of
    from citewell.retrieval.topicality import topicality
    from citewell.retrieval.widening import spelt_out, widened

    query = read(question, shelf.index)
    meaning = meaning_of(spelt_out(question, pico), shelf.index, shelf.encoder)
    result = best_of_the_best(
        shelf.index,
        widened(query, pico, shelf.index),
        documents=_MOST_DOCUMENTS,
        each=_MOST_PASSAGES,
        meaning=meaning,
    )
    asked = content_words(question)
    quotations = with_ratings(shelf, quotable(shelf, result.passages, asked), meaning, asked)
    warned = quotable(shelf, warnings(shelf.index, query, each=_MOST_WARNINGS), asked)
    quoted = {quotation.document for quotation in (*quotations, *warned)}
    best = [hit.document for hit in result.documents]
    documents = dict(shelf.described(dict.fromkeys([*best, *sorted(quoted)])))
    opposite = facing(shelf, quotations, asked)
    others = {quotation.document for quotation in opposite}
    return Gathered(
        fingerprint=shelf.fingerprint,
        sources=shelf.index.documents.size,
        documents={**documents, **dict(shelf.described(sorted(others - documents.keys())))},
        texts={one: shelf.text(one) for one in sorted(quoted | others)},
        quotations=with_answering_sentences(
            question, quotations, documents, beside=of_themselves(shelf, quotations, documents, asked)
        ),
        facing=opposite,
        warnings=warned,
        kinds=dict(_kinds_of(pico, shelf.kinds)),
        ranking=tuple((hit.document, hit.score) for hit in result.documents if hit.document in documents),
        unknown=result.unknown,
        drugs_unknown=missing_drugs(
            question,
            result.unknown,
            shelf.index,
            misread=frozenset(typed for typed, _ in result.nearest),
            kinds=shelf.kinds,
        ),
        read_as=result.nearest,
        undecided=result.undecided,
        topicality=topicality(shelf.index, query, (documents[one] for one in best if one in documents)),
        nearness=result.nearness,
        subjects=subjects_of(
            question,
            shelf.index,
            shelf.plain,
            _said(quotations[:_MOST_SAID], documents.values()),
            kinds=shelf.kinds,
            names=pico.conditions,
        ),
        newest=shelf.index.newest,
    )


def _kinds_of(pico: Pico, kinds: Kinds) -> Iterator[tuple[str, frozenset[str]]]:
    """The kinds of what is asked about, by the words of its names, where they have any."""
    for phrase in (*pico.interventions, *pico.comparators):
        yield from ((word, kinds[word]) for word in sorted(content_words(phrase.id)) if word in kinds)


def _said(quotations: Iterable[Quotation], documents: Iterable[Document]) -> Iterator[str]:
    """What the quotations say, with what stands over them, and what the documents say they are about."""
    said: dict[str, None] = {}
    for quotation in quotations:
        said.update(dict.fromkeys((quotation.text, *(above.text for above in quotation.context))))
    for document in documents:
        said.update(dict.fromkeys((document.source.title, *document.conditions, *document.interventions)))
    return iter(said)
