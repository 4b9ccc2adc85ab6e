from citewell.ingest.markup import write_html
from citewell.ingest.passages import LONGEST, passages_of
from citewell.ingest.plain import PlainText
from citewell.model.library import Passage, Span


def read(html: str) -> tuple[str, tuple[Passage, ...]]:
    into = PlainText()
    into.heading("Recommendations", level=0)
    write_html(html, into)
    return into.text, passages_of(into.blocks, into.text)


def words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def test_a_passage_knows_its_section_and_the_headings_over_it():
    text, passages = read("<h1>A</h1><h2>B</h2><p>One.</p><h2>C</h2><p>Two.</p><h1>D</h1><p>Three.</p>")
    assert [passage.section for passage in passages] == ["Recommendations"] * 3
    assert [[words(text, span) for span in passage.headings] for passage in passages] == [
        ["A", "B"],
        ["A", "C"],
        ["D"],
    ]
    assert [passage.n for passage in passages] == [0, 1, 2]


def test_an_item_is_led_by_the_sentence_or_the_item_that_introduces_it():
    text, passages = read(
        "<p>It is common. Offer aspirin to people with:</p><ul><li>angina, and:<ul><li>no bleeding</ul></li>"
        "<li>stroke</li></ul><p>This is all there is.</p><ul><li>alone</li></ul>"
    )
    leads = {words(text, Span(passage.start, passage.end)): words(text, passage.lead) for passage in passages}
    assert leads["angina, and:"] == "Offer aspirin to people with:"
    assert leads["no bleeding"] == "angina, and:"
    assert leads["stroke"] == "Offer aspirin to people with:"
    assert leads["alone"] == ""


def test_a_row_is_led_by_the_heading_over_its_table_and_heads_are_no_passages():
    text, passages = read(
        "<p><strong>Variant 1: Adult.</strong></p><table><tr><th>P</th><th>R</th></tr>"
        "<tr><td>CT</td><td>2</td></tr><tr><td>US</td><td>8</td></tr></table>"
    )
    assert [text[passage.start : passage.end] for passage in passages] == ["CT\t2", "US\t8"]
    assert {words(text, passage.lead) for passage in passages} == {"Variant 1: Adult."}
    assert [words(text, span) for span in passages[0].columns] == ["P", "R"]


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences_and_nothing_is_left_out():
    sentence = "The committee looked at the evidence and found that it was of low quality. "
    text, passages = read(f"<p>{sentence * 40}</p>")
    pieces = [text[passage.start : passage.end] for passage in passages]
    assert len(pieces) > 2
    assert all(len(piece) <= LONGEST and piece.endswith("quality.") for piece in pieces)
    assert " ".join(pieces) == (sentence * 40).strip()
