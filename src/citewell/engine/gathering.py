"""The library opened for reading: what a question brings from it, ready to be chosen from and quoted."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from citewell.answers.library.rated import APPROPRIATENESS, is_rating, nearest_variants
from citewell.config import Settings
from citewell.engine.studies import OWN_WORDS, studies_of, with_answering_sentences
from citewell.errors import IntegrityError, NotFound
from citewell.model.answers import Context
from citewell.model.library import Document, FoundRecommendation, Passage, PassageHit
from citewell.model.pico import NO_PICO, Pico
from citewell.model.shelves import BY_WORDS, Evidence, Gathered, Quotation
from citewell.storage import form
from citewell.storage.library import Library
from citewell.text.kinds import NO_KINDS, Kinds, read_kinds
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords, read_plain_words
from citewell.text.tokens import content_words

if TYPE_CHECKING:
    from citewell.retrieval.index import Index
    from citewell.retrieval.meaning import Meaning
    from citewell.retrieval.vector import Encoder

# First which guidelines, then which of their sentences: a sentence alone seldom says what it is about.
_MOST_DOCUMENTS = 7
# More than is quoted of one: which of them answer is judged by more than how well their words fit.
_MOST_PASSAGES = 24
_MOST_WARNINGS = 3
# What others say of the same as the best recommendation of each of so many guidelines: it is looked for among
# so many passages near to it, so many of each document.
_MOST_FACED = 2
_MOST_FACING = 48
_MOST_OF_FACING = 4
# A paragraph may hold several recommendations; what the second is worth beside the first.
_MOST_OF_PASSAGE = 2
_NEXT_IN_PASSAGE = 0.98
# Of a study's abstract and conclusion.
_MOST_OF_ITSELF = 16
_MOST_TEXTS_KEPT = 64
# The index may be replaced by a newer one while it is being opened.
_TRIES = 3


class Shelf:
    """A library and the index over it. Reading them changes neither."""

    def __init__(
        self,
        library: Library,
        index: "Index",
        encoder: "Encoder | None" = None,
        *,
        plain: PlainWords = NO_PLAIN_WORDS,
        kinds: Kinds = NO_KINDS,
    ) -> None:
        self.plain = plain
        self.kinds = kinds
        self.library = library
        self.index = index
        self.encoder = encoder
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._seen = library.database.seen_change()

    @classmethod
    def open(cls, settings: Settings) -> "Shelf | None":
        """The settings' library with its published index; None where nothing was published yet.

        Raises IntegrityError where the index is missing, damaged or of another format, and InputError where
        the settings name an encoder that is not there.
        """
        library = Library.at(settings.library)
        if library is None:
            return None
        try:
            found = _live_index(settings, library)
        except BaseException:
            library.close()
            raise
        if found is None:
            library.close()
            return None
        plain = read_plain_words(settings.vocabulary) if settings.vocabulary else NO_PLAIN_WORDS
        kinds = read_kinds(settings.vocabulary) if settings.vocabulary else NO_KINDS
        return cls(library, *found, plain=plain, kinds=kinds)

    @property
    def fingerprint(self) -> str:
        """What answers depend on: the index, and whether the meanings in it are searched, too."""
        if self.encoder or self.index.about_vectors is None:
            return self.index.fingerprint
        return self.index.fingerprint + BY_WORDS

    def gather(self, question: str, pico: Pico = NO_PICO) -> Gathered:
        """The quotations that fit a question, best first, with the documents they stand in.

        pico: what was read in it, which is searched under its proper names, too. What another process takes
        out or replaces meanwhile is read as it stands at one moment.
        """
        with self.library.snapshot():
            self._forget_what_changed()
            return self._gathered(question, pico)

    def _gathered(self, question: str, pico: Pico) -> Gathered:
        from citewell.retrieval.meaning import meaning_of
        from citewell.retrieval.missing import missing_drugs
        from citewell.retrieval.query import read
        from citewell.retrieval.search import best_of_the_best, warnings
        from citewell.retrieval.spoken import subjects_of
        from citewell.retrieval.topicality import topicality
        from citewell.retrieval.widening import spelt_out, widened

        query = read(question, self.index)
        meaning = meaning_of(spelt_out(question, pico), self.index, self.encoder)
        result = best_of_the_best(
            self.index,
            widened(query, pico, self.index),
            documents=_MOST_DOCUMENTS,
            each=_MOST_PASSAGES,
            meaning=meaning,
        )
        asked = content_words(question)
        quotations = self._with_ratings(self._quotable(result.passages, asked), meaning, asked)
        warned = self._quotable(warnings(self.index, query, each=_MOST_WARNINGS), asked)
        quoted = {quotation.document for quotation in (*quotations, *warned)}
        best = [hit.document for hit in result.documents]
        documents = dict(self.described(dict.fromkeys([*best, *sorted(quoted)])))
        facing = self._facing(quotations, asked)
        others = {quotation.document for quotation in facing}
        return Gathered(
            fingerprint=self.fingerprint,
            sources=self.index.documents.size,
            documents={**documents, **dict(self.described(sorted(others - documents.keys())))},
            texts={one: self.text(one) for one in sorted(quoted | others)},
            quotations=with_answering_sentences(
                question, quotations, documents, beside=self._of_themselves(quotations, documents, asked)
            ),
            facing=facing,
            warnings=warned,
            kinds=dict(_kinds_of(pico, self.kinds)),
            ranking=tuple((hit.document, hit.score) for hit in result.documents if hit.document in documents),
            unknown=result.unknown,
            drugs_unknown=missing_drugs(
                question,
                result.unknown,
                self.index,
                misread=frozenset(typed for typed, _ in result.nearest),
                kinds=self.kinds,
            ),
            read_as=result.nearest,
            undecided=result.undecided,
            topicality=topicality(self.index, query, (documents[one] for one in best if one in documents)),
            nearness=result.nearness,
            subjects=subjects_of(
                question,
                self.index,
                self.plain,
                _said(quotations, documents.values()),
                kinds=self.kinds,
                names=pico.conditions,
            ),
            newest=self.index.newest,
        )

    def _with_ratings(
        self, quotations: tuple[Quotation, ...], meaning: "Meaning", asked: frozenset[str]
    ) -> tuple[Quotation, ...]:
        """The quotations with all rows of the tables of ratings that some stand in, by their variants."""
        best: dict[str, float] = {}
        for quotation in quotations:
            best.setdefault(quotation.document, quotation.score)
        tables = {one.document for one in quotations if is_rating(one.found)}
        rows = [row for one in sorted(tables) for row in self._rated(one, best[one], meaning, asked)]
        places = {(row.document, row.start) for row in rows}
        others = (one for one in quotations if (one.document, one.start) not in places)
        return tuple(sorted((*others, *rows), key=lambda one: (-one.score, one.document, one.start)))

    def _rated(
        self, document: str, best: float, meaning: "Meaning", asked: frozenset[str]
    ) -> Iterator[Quotation]:
        """The rows of a document's tables of ratings; those of the nearest variant count as its best."""
        number = self.index.identifiers.number_of(document)
        if number is None:
            return
        places = self.library.graded_by(document, APPROPRIATENESS)
        near = meaning.of_passages((number, n) for n in places)
        hits = (PassageHit(document=document, passage=n, score=near.get((number, n), 0.0)) for n in places)
        found = (one for one in self._quotable(hits, asked) if is_rating(one.found))
        yield from nearest_variants(found, best=best)

    def _facing(self, quotations: Sequence[Quotation], asked: frozenset[str]) -> tuple[Quotation, ...]:
        """What other documents recommend on what the best recommendations of the best guidelines speak of."""
        from citewell.retrieval.alike import alike

        first: dict[str, int] = {}
        for quotation in quotations:
            if quotation.found is not None and len(first) < _MOST_FACED:
                first.setdefault(quotation.document, quotation.passage)
        hits = alike(self.index, self.encoder, first.items(), each=_MOST_FACING, inside=_MOST_OF_FACING)
        known = {(one.document, one.start) for one in quotations}
        found = (one for one in self._quotable(hits, asked) if one.found is not None)
        return tuple(one for one in found if (one.document, one.start) not in known)

    def _quotable(self, hits: Iterable[PassageHit], asked: frozenset[str]) -> tuple[Quotation, ...]:
        """What there is to quote in the passages found, best first."""
        by_place = {(hit.document, hit.passage): hit for hit in hits}
        evidence = self.library.evidence(tuple(by_place))
        return _best_of_each_span(
            quotation for found in evidence for quotation in self._quotations(found, by_place, asked)
        )

    def _of_themselves(
        self, quotations: Iterable[Quotation], documents: Mapping[str, Document], asked: frozenset[str]
    ) -> tuple[Quotation, ...]:
        """What the studies among the documents found say of themselves, whether it was found or not."""
        return self._quotable(
            (
                PassageHit(document=one, passage=n, score=0.0)
                for one in studies_of(quotations, documents)
                for n in self.library.passages_under(one, OWN_WORDS, most=_MOST_OF_ITSELF)
            ),
            asked,
        )

    def _quotations(
        self, found: Evidence, hits: Mapping[tuple[str, int], PassageHit], asked: frozenset[str]
    ) -> Iterator[Quotation]:
        """What to quote of a passage: the recommendations in it that share most with the question, or all."""
        text = self.text(found.document)
        passage = found.passage
        score = hits[found.document, passage.n].score
        recommendations = _most_fitting(found.recommendations, text, asked)
        for n, recommendation in enumerate(recommendations or (None,)):
            start, end = (recommendation or passage).start, (recommendation or passage).end
            start, end = _bare(text, start, end)
            if start < end:
                yield Quotation(
                    document=found.document,
                    passage=passage.n,
                    section=passage.section,
                    start=start,
                    end=end,
                    text=text[start:end],
                    context=tuple(_context(passage, text, start)),
                    found=recommendation,
                    score=score * _NEXT_IN_PASSAGE**n,
                )

    def described(self, document_ids: Iterable[str]) -> Iterator[tuple[str, Document]]:
        """What is known of the documents, less those that were removed since the index was built."""
        for document_id in document_ids:
            with suppress(NotFound):
                yield document_id, self.library.description(document_id)

    def _forget_what_changed(self) -> None:
        """Texts are kept only as long as no other process writes: a newer version has other spans."""
        seen = self.library.database.seen_change()
        if seen != self._seen:
            self._texts.clear()
            self._seen = seen

    def text(self, document_id: str) -> str:
        """A document's whole text; those read last are kept."""
        if document_id in self._texts:
            self._texts.move_to_end(document_id)
        else:
            self._texts[document_id] = self.library.text(document_id)
            if len(self._texts) > _MOST_TEXTS_KEPT:
                self._texts.popitem(last=False)
        return self._texts[document_id]


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


def _live_index(settings: Settings, library: Library) -> "tuple[Index, Encoder | None] | None":
    """The library's index, every part of it that is searched opened, and the encoder to search with.

    None where none was published yet.
    """
    from citewell.engine.encoders import opened
    from citewell.engine.publishing import REBUILD, is_of_this_format
    from citewell.retrieval.index import open_index

    published = form.published(library.database)
    if published and not is_of_this_format(published):
        raise IntegrityError("the library's index was made by another version of Citewell", hint=REBUILD)
    encoder = opened(settings) if published else None
    fault: Exception | None = None
    for _ in range(_TRIES):
        try:
            index = open_index(settings.index)
            if index is not None:
                return index, _opened_whole(index, encoder)
        except (IntegrityError, ValueError, OSError, msgspec.DecodeError) as error:
            fault = error
            continue
        if published:
            raise IntegrityError(f"the library's index is missing from {settings.index}", hint=REBUILD)
        return None
    # tantivy's readers hold a lock file beside the index, so that no build takes its files away.
    locked = "Lockfile" in str(fault)
    hint = f"its folder must be one that can be written to: {settings.index}" if locked else REBUILD
    raise IntegrityError(f"the library's index cannot be read: {fault}", hint=hint)


def _opened_whole(index: "Index", encoder: "Encoder | None") -> "Encoder | None":
    """Open what is otherwise opened on first use: what is open stays readable when a newer one comes.

    Gives the encoder where it made the index's vectors; else these are left alone.
    """
    for collection in (index.documents, index.passages):
        collection.size  # noqa: B018 - opened by being looked at
    index.vocabulary  # noqa: B018
    index.identifiers  # noqa: B018
    return encoder if index.vectors_by(encoder) is not None else None


def _most_fitting(
    recommendations: tuple[FoundRecommendation, ...], text: str, asked: frozenset[str]
) -> Sequence[FoundRecommendation]:
    if len(recommendations) < 2:
        return recommendations
    shared = {one.n: len(content_words(text[one.start : one.end]) & asked) for one in recommendations}
    return sorted(recommendations, key=lambda one: (-shared[one.n], one.n))[:_MOST_OF_PASSAGE]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends: a table row may begin with an empty cell."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _context(passage: Passage, text: str, start: int) -> Iterator[Context]:
    """What stands over a quote in its source, outermost first, less what the quote itself begins with."""
    above = (*passage.headings, *((passage.lead,) if passage.lead else ()), *passage.columns)
    said: set[str] = set()
    for span in above:
        words = text[span.start : span.end]
        if words and span.end <= start and words not in said:
            said.add(words)
            yield Context(words, span.start, span.end)


def _best_of_each_span(quotations: Iterator[Quotation]) -> tuple[Quotation, ...]:
    """Several passages may stand in one recommendation: it is quoted once, for the best of them."""
    best: dict[tuple[str, int, int], Quotation] = {}
    for quotation in quotations:
        place = (quotation.document, quotation.start, quotation.end)
        if place not in best or best[place].score < quotation.score:
            best[place] = quotation
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.document, one.start)))
