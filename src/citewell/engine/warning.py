"""What the library warns of in this patient: sentences that name a treatment asked about and a fact told.

The facts and the treatments come from the question; passages that name both with a word of warning from the
index; whether a sentence of them really warns is judged by its form (`answers/library/cautions.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from citewell.answers.library.cautions import Judge
from citewell.answers.library.patient_facts import (
    Kind,
    PatientFact,
    Treatment,
    facts_in,
    treatments_in,
    words_of,
)
from citewell.answers.library.peopled import others_in
from citewell.answers.library.strangers import is_for_others
from citewell.engine.quoting import context_of
from citewell.engine.shelf import Shelf
from citewell.model.answers import Question
from citewell.model.library import BlockKind, Span
from citewell.model.sections import is_descriptive
from citewell.model.shelves import Caution, Evidence, Gathered, Quotation
from citewell.text.caution_words import naming
from citewell.text.sentences import sentence_spans
from citewell.text.tokens import content_words

# Of each fact so many passages are read; an answer is shown so many cautions, one of a treatment for a fact.
_MOST_PASSAGES = 16
_MOST_SHOWN = 3
_LONGEST_LEAD = 300


def with_cautions(shelf: Shelf, gathered: Gathered, question: Question) -> Gathered:
    """What was gathered, with what the library warns of in the patient that the question tells of.

    A question that tells nothing of a patient costs nothing.
    """
    known, text, pico = shelf.cautionary, question.text, question.pico
    treatments = treatments_in(pico, known)
    facts = facts_in(text, pico, known, shelf.plain) if treatments and gathered.quotations else ()
    if not facts:
        return gathered
    judge = Judge(
        words=known.words,
        known=content_words(text) | words_of(facts),
        age=pico.population.age,
        taken=tuple(name for fact in facts if fact.kind is Kind.DRUG for name in fact.names),
        drugs=known.drugs,
    )
    with shelf.at_one_moment():
        of_each = (_best_of_each(_cautions(shelf, judge, treatments, fact, question)) for fact in facts)
        cautions = tuple(islice(_once(chain.from_iterable(of_each)), _MOST_SHOWN))
        sources = sorted({one.quotation.document for one in cautions})
        return replace(
            gathered,
            cautions=cautions,
            documents={**gathered.documents, **dict(shelf.described(sources))},
            texts={**gathered.texts, **{one: shelf.text(one) for one in sources}},
        )


def _cautions(
    shelf: Shelf, judge: Judge, treatments: Sequence[Treatment], fact: PatientFact, question: Question
) -> Iterator[Caution]:
    """What warns of any of the treatments in one fact, with how well it fits as its score."""
    from citewell.retrieval.cautions import passages_warning

    others = [one for one in treatments if set(fact.names).isdisjoint(one.names)]
    hits = passages_warning(
        shelf.index,
        [name for one in others for name in one.names],
        fact.names,
        judge.words.phrases.get("sign", ()),
        count=_MOST_PASSAGES if others else 0,
    )
    for one in shelf.library.evidence(tuple((hit.document, hit.passage) for hit in hits)):
        text = shelf.text(one.document)
        whole = text[one.passage.start : one.passage.end]
        if is_descriptive(one.passage.section) or not naming(fact.names).search(whole):
            continue
        for span in _quotable(one, text):
            for treatment in others:
                names = _warned_by(judge, one, text, span, treatment, fact, question)
                if names:
                    yield _caution(one, text, span, treatment, fact, is_own=names == treatment.own)


def _quotable(evidence: Evidence, text: str) -> Iterator[Span]:
    """The sentences of a passage; a table's row is one."""
    passage = evidence.passage
    words = text[passage.start : passage.end]
    if passage.kind is BlockKind.ROW:
        start = passage.start + len(words) - len(words.lstrip())
        yield Span(start, start + len(words.strip()))
        return
    for span in sentence_spans(words):
        yield Span(passage.start + span.start, passage.start + span.end)


def _warned_by(
    judge: Judge,
    evidence: Evidence,
    text: str,
    span: Span,
    treatment: Treatment,
    fact: PatientFact,
    question: Question,
) -> tuple[str, ...]:
    """The names by which the words at a span warn of the treatment in the fact."""
    said = text[span.start : span.end]
    if evidence.passage.kind is BlockKind.ROW:
        return judge.warns_in_row(said, treatment, fact)
    span_of_lead = evidence.passage.lead
    lead = text[span_of_lead.start : span_of_lead.end][-_LONGEST_LEAD:] if span_of_lead else ""
    names = judge.warns(said, treatment, fact, lead=lead)
    return () if names and _is_of_others(said, fact, question) else names


def _is_of_others(said: str, fact: PatientFact, question: Question) -> bool:
    """Whether a sentence is on other people; what it lists beside a group of the patient's does not count."""
    is_strange = fact.kind is not Kind.GROUP and is_for_others(said, "", question)
    return is_strange or bool(others_in(said, question.pico.population))


def _caution(
    evidence: Evidence, text: str, span: Span, treatment: Treatment, fact: PatientFact, *, is_own: bool
) -> Caution:
    found = next(
        (one for one in evidence.recommendations if one.start <= span.start and span.end <= one.end), None
    )
    passage = evidence.passage
    quotation = Quotation(
        document=evidence.document,
        passage=passage.n,
        section=passage.section,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        context=tuple(context_of(passage, text, span.start)),
        found=found,
        score=2.0 * is_own + bool(found and found.label) - 1.5 * (passage.kind is BlockKind.ROW),
    )
    return Caution(quotation=quotation, told=fact.told, names=fact.names, treatment=treatment.told)


def _best_of_each(cautions: Iterable[Caution]) -> Iterator[Caution]:
    """The best of each treatment: the drug before its class, a graded sentence first, then the shortest."""
    best: dict[str, Caution] = {}
    for one in cautions:
        if one.treatment not in best or _order(one) < _order(best[one.treatment]):
            best[one.treatment] = one
    return iter(best.values())


def _order(caution: Caution) -> tuple[float, int, str, int]:
    quotation = caution.quotation
    return -quotation.score, len(quotation.text), quotation.document, quotation.start


def _once(cautions: Iterable[Caution]) -> Iterator[Caution]:
    """The cautions in order, each sentence once."""
    said: set[str] = set()
    for one in cautions:
        if one.quotation.text not in said:
            said.add(one.quotation.text)
            yield one
