from time import perf_counter

import pytest

from citewell.errors import InputError
from citewell.ingest.html_pages import read_html_page
from citewell.ingest.markup import write_html, write_markdown
from citewell.ingest.plain import PlainText
from citewell.model.library import BlockKind, Span


def written(html: str) -> PlainText:
    into = PlainText()
    write_html(html, into)
    return into


def lines(into: PlainText) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, into.text[block.start : block.end]) for block in into.blocks]


def words(into: PlainText, span: Span | None) -> str:
    return into.text[span.start : span.end] if span else ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>SpO2 <90% on air</p>", "SpO2 <90% on air"),
        (
            "<p>under <20 % or p<.05 and <4 weeks, age <65 years</p>",
            "under <20 % or p<.05 and <4 weeks, age <65 years",
        ),
        ("<p>if x<y and a <b in c> d</p>", "if x<y and a <b in c> d"),
        ("<p>an <unheard> of word</p>", "an <unheard> of word"),
        ("<p>&lt;strong&gt; and &amp;lt;</p>", "<strong> and &lt;"),
        ("<p>5 &ge; 3 &#8805; 2 &check; &#150; A&B R&D</p>", "5 ≥ 3 ≥ 2 ✓ – A&B R&D"),
        ("<p><strong>A</strong>spirin&nbsp;75<em> mg</em></p>", "Aspirin 75 mg"),
        ("<p>one<br>two<br/>three</p>", "one two three"),
        ("<p>hyper&shy;tension <img alt='warning sign' src='x'> on</p>", "hypertension warning sign on"),
        ("<p>x <!-- hidden --> y<script>let a = '<p>';</script> z</p>", "x y z"),
        (
            "<p>10<sup>9</sup>/L, kg/m<sup>2</sup>, cm<sup>-1</sup>, Ca<sup>2+</sup>",
            "10⁹/L, kg/m², cm⁻¹, Ca²⁺",
        ),
        (
            "<p>aspirin<sup>12,13</sup> and 5<sup>a</sup> of 7<sup>12-14</sup>",
            "aspirin¹²,¹³ and 5ᵃ of 7¹²–¹⁴",
        ),
        (
            "<p>the 1<sup>st</sup> ACR<sup>&reg;</sup> X<sup>TM</sup> m<sup>&dagger;</sup>",
            "the 1st ACR® X™ m†",
        ),
        ("<p>PrP<sup>Sc</sup>, SpO<sub>2</sub>, HbA<sub>1c</sub></p>", "PrP^Sc, SpO2, HbA1c"),
    ],
)
def test_text_stays_whole(html, text):
    assert written(html).text == text + "\n"


def test_headings_are_told_by_their_emphasis():
    into = written(
        "<p><strong><span style='text-decoration: underline;'>Treatment</span></strong></p>"
        "<p><strong>Adults</strong></p><p><em>First line</em></p><p><strong>Note</strong>: plain.</p>"
        "<p><strong>We recommend that every adult with the condition is offered the drug.</strong></p>"
        "<p><strong>[2006]</strong></p><p><b>Children</b><br>Ask a specialist.</p>"
    )
    assert lines(into) == [
        ("heading", 1, "Treatment"),
        ("heading", 2, "Adults"),
        ("heading", 3, "First line"),
        ("paragraph", 0, "Note: plain."),
        ("paragraph", 0, "We recommend that every adult with the condition is offered the drug."),
        ("paragraph", 0, "[2006]"),
        ("heading", 2, "Children"),
        ("paragraph", 0, "Ask a specialist."),
    ]


def test_lists_keep_their_depth_and_the_text_after_a_nested_list():
    into = written("<p>Offer:</p><ul><li>One<ul><li>Two</li></ul>and more</li><li>Three</li></ul>")
    assert lines(into) == [
        ("paragraph", 0, "Offer:"),
        ("item", 0, "One"),
        ("item", 1, "Two"),
        ("item", 0, "and more"),
        ("item", 0, "Three"),
    ]


def test_a_row_carries_its_column_heads_and_the_line_over_it():
    into = written(
        "<ul><li>See <table summary='a > b'><tr><td colspan='2'>Variant 1: Child. First test.</td></tr>"
        "<tr><th>Procedure</th><th>Rating</th></tr><tr><td>X-ray</td><td>8</td></tr>"
        "<tr><td colspan='2'>Variant 2: Adult.</td></tr><tr><td>CT</td><td>2</td></tr></table>after</li></ul>"
    )
    rows = {into.text[block.start : block.end]: block for block in into.blocks if block.kind is BlockKind.ROW}
    assert [words(into, span) for span in rows["CT\t2"].columns] == ["Procedure", "Rating"]
    assert words(into, rows["X-ray\t8"].lead) == "Variant 1: Child. First test."
    assert words(into, rows["CT\t2"].lead) == "Variant 2: Adult."
    assert lines(into)[-1] == ("item", 0, "after")


def test_cells_over_rows_and_columns_keep_the_columns_in_line():
    into = written(
        "<table><tr><td><b>Drug</b></td><td><b>Age</b></td><td><b>Dose</b></td></tr>"
        "<tr><td rowspan='2'>Drug A</td><td>young</td><td>1</td></tr><tr><td>old</td><td>2</td></tr>"
        "<tr><td colspan='2'>Drug B</td><td>3</td></tr></table>"
    )
    assert [text for _, _, text in lines(into)] == [
        "Drug\tAge\tDose",
        "Drug A\tyoung\t1",
        "Drug A\told\t2",
        "Drug B\t\t3",
    ]
    assert [words(into, span) for span in into.blocks[-1].columns] == ["Drug", "Age", "Dose"]


def test_words_in_a_table_but_in_no_cell_and_tables_of_one_column_are_kept():
    into = written("<table>loose <tr>words <td>a</td><td>b</td></tr><tbpdy></table>")
    assert sorted(into.text.replace("<tbpdy>", "").split()) == ["a", "b", "loose", "words"]
    assert lines(written("<table><tr><td><p>One</p><ul><li>Two</li></ul></td></tr></table>")) == [
        ("paragraph", 0, "One"),
        ("item", 0, "Two"),
    ]


def test_huge_spans_and_deep_nesting_are_bounded():
    assert (
        len(written("<table><tr><td colspan='99999' rowspan='99999'>x</td><td>y</td></tr></table>").text)
        < 200
    )
    with pytest.raises(InputError, match="256"):
        written("<div>" * 5000)


def test_markdown_is_written_as_blocks_and_html_in_it_is_text():
    into = PlainText()
    write_markdown("# Title\n\nSpO2 <90 % <b>x</b>\n\n* a\n  * b\n\n|P|Q|\n|-|-|\n|1|2|\n", into)
    assert lines(into) == [
        ("heading", 1, "Title"),
        ("paragraph", 0, "SpO2 <90 % <b>x</b>"),
        ("item", 0, "a"),
        ("item", 1, "b"),
        ("row", 0, "P\tQ"),
        ("row", 0, "1\t2"),
    ]


def test_a_page_gives_its_head_and_its_content_without_furniture():
    into = PlainText()
    head = read_html_page(
        "<!DOCTYPE html><html><head><title>T</title><meta name='citation_doi' content='10.1/x'>"
        "</head><body><header>Menu</header>"
        "<nav>Home</nav><h1>Guide</h1><p>Text.</p><script>x < y</script><footer>Imprint</footer></body>",
        into,
    )
    assert (head.title, head.said("dc.identifier", "citation_doi"), head.said("author")) == (
        "T",
        "10.1/x",
        "",
    )
    assert into.text == "Guide\nText.\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 50_000,
        "<p " * 20_000,
        "<p a='" * 20_000,
        "<p" + " " * 50_000,
        "&" * 50_000,
        "<a b" * 20_000,
        "<!--" * 20_000,
        "<b>A</b><br>" * 20_000,
    ],
)
def test_hostile_text_is_read_in_linear_time(hostile):
    begun = perf_counter()
    written(hostile)
    assert perf_counter() - begun < 2


def test_cells_over_many_rows_make_no_large_text_of_a_small_file():
    names = "".join(f"<td rowspan=512>{'name ' * 40}</td>" for _ in range(60))
    html = f"<table><tr>{names}<td>a</td></tr>{'<tr><td>b</td></tr>' * 511}</table>"

    assert len(written(html).text) < 20 * len(html)
