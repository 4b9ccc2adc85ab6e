"""What is quoted of a study: the sentence that answers, with its direction; of anything else the passage."""

from citewell.engine.studies import with_answering_sentences
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
REFERENCE = "3 Somebody A 2001 Balance training and the rate of falls compared with usual care."
TEXT = f"{METHODS}\n{RESULTS}\n{REFERENCE}"


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
    number = (METHODS, RESULTS, REFERENCE).index(passage)
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
    assert (best.passage, best.effect) == (1, Effect.DECREASED)
    assert other.text == TEXT[other.start : other.end]
    assert (other.passage, other.effect) == (0, None)
    assert best.score > other.score


def test_a_list_of_references_is_not_quoted():
    assert with_answering_sentences(QUESTION, FOUND[:1], {"one": document(SourceType.TRIAL)}) == ()


def test_a_guideline_and_a_text_of_no_journal_are_quoted_as_they_were_found():
    assert with_answering_sentences(QUESTION, FOUND, {"one": document(SourceType.GUIDELINE)}) == FOUND
    leaflet = document(SourceType.ARTICLE, container="")
    assert with_answering_sentences(QUESTION, FOUND, {"one": leaflet}) == FOUND
