"""What is quoted of a study: the sentence that answers, with its direction; of anything else the passage."""

from dataclasses import replace

from citewell.engine.studies import studies_of, with_answering_sentences
from citewell.model.answers import Effect
from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.model.sources import Source, SourceStatus, SourceType

QUESTION = "Does balance training reduce the rate of falls compared with usual care?"
METHODS = "We enrolled 120 adults. The primary outcome was the rate of falls over 12 months."
RESULTS = (
    "All 120 adults were followed up. The rate of falls was lower in the balance training group than in the "
    "usual care group (P = 0.004). Grip strength did not differ (P = 0.6)."
)
INTRODUCTION = (
    "Doe et al. found a lower rate of falls with balance training than with usual care (P = 0.01) [3]."
)
ABSTRACT = "Balance training reduced the rate of falls compared with usual care (P = 0.004)."
REFERENCE = "3 Somebody A 2001 Balance training and the rate of falls compared with usual care."
PASSAGES = (ABSTRACT, INTRODUCTION, METHODS, RESULTS, REFERENCE)
TEXT = "\n".join(PASSAGES)


def document(kind, *, container="A journal"):
    source = Source(
        id="one",
        type=kind,
        title="Balance training and falls",
        body="",
        short="",
        year=2015,
        status=SourceStatus.CURRENT,
        container=container,
    )
    return Document(source=source, digest="", text=TEXT, passages=())


def quotation(passage, *, section, score):
    start = TEXT.index(passage)
    number = PASSAGES.index(passage)
    return Quotation(
        document="one",
        passage=number,
        section=section,
        start=start,
        end=start + len(passage),
        text=passage,
        score=score,
    )


FOUND = (
    quotation(REFERENCE, section="References", score=9.0),
    quotation(METHODS, section="Methods", score=8.0),
    quotation(RESULTS, section="Results", score=7.0),
)


def test_of_a_study_the_sentence_that_answers_is_quoted_first_with_its_direction():
    best, other = with_answering_sentences(QUESTION, FOUND, {"one": document(SourceType.TRIAL)})
    assert best.text.startswith("The rate of falls was lower")
    assert best.text == TEXT[best.start : best.end]
    assert (best.passage, best.effect) == (3, Effect.DECREASED)
    assert other.text == TEXT[other.start : other.end]
    assert (other.passage, other.effect) == (2, None)
    assert best.score > other.score


def test_the_abstract_is_read_whether_it_was_found_or_not():
    abstract = quotation(ABSTRACT, section="Abstract", score=0.0)
    trial = {"one": document(SourceType.TRIAL)}
    quoted = with_answering_sentences(QUESTION, FOUND, trial, beside=(abstract, FOUND[1]))
    assert [one.passage for one in quoted] == [0, 3]
    assert [one.score for one in quoted] == [8.0, 7.0]
    assert with_answering_sentences(QUESTION, (), trial, beside=(abstract,)) == ()


def test_what_another_study_found_stands_behind_the_own_finding_and_shows_no_direction():
    introduction = quotation(INTRODUCTION, section="Introduction", score=9.0)
    quoted = with_answering_sentences(QUESTION, (introduction, FOUND[2]), {"one": document(SourceType.TRIAL)})
    assert [(one.passage, one.effect) for one in quoted] == [(3, Effect.DECREASED), (1, None)]


def test_a_review_tells_of_others_as_its_own():
    introduction = quotation(INTRODUCTION, section="Introduction", score=9.0)
    (quoted,) = with_answering_sentences(QUESTION, (introduction,), {"one": document(SourceType.REVIEW)})
    assert quoted.effect is Effect.DECREASED


def test_studies_are_named_in_the_order_of_their_passages():
    assert studies_of(FOUND, {"one": document(SourceType.TRIAL)}) == ("one",)
    assert studies_of(FOUND, {"one": document(SourceType.GUIDELINE)}) == ()


def test_a_list_of_references_is_not_quoted():
    assert with_answering_sentences(QUESTION, FOUND[:1], {"one": document(SourceType.TRIAL)}) == ()


def test_a_note_under_a_table_is_not_quoted():
    note = "Values are means; balance training and usual care differed in the rate of falls (P = 0.01)."
    passage = replace(FOUND[2], text=note, end=FOUND[2].start + len(note))
    assert with_answering_sentences(QUESTION, (passage,), {"one": document(SourceType.TRIAL)}) == ()


def test_a_guideline_and_a_text_of_no_journal_are_quoted_as_they_were_found():
    assert with_answering_sentences(QUESTION, FOUND, {"one": document(SourceType.GUIDELINE)}) == FOUND
    leaflet = document(SourceType.ARTICLE, container="")
    assert with_answering_sentences(QUESTION, FOUND, {"one": leaflet}) == FOUND
