import re
import tarfile
from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import etree

from citewell.errors import InputError
from citewell.ingest.jats import read_jats
from citewell.model.library import BlockKind, NoticeKind
from citewell.model.sources import SourceStatus, SourceType
from real_data import real_data

FRONT = """<front><journal-meta><journal-title-group><journal-title>Journal of Rest</journal-title>
</journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="doi">10.5555/Rest.2019-1</article-id><article-id pub-id-type="pmid">99</article-id>
<title-group><article-title>Bed rest for <italic>back</italic> pain: a systematic review</article-title>
</title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Dahl</surname>
<given-names>Anna-Maria B</given-names></name></contrib><contrib contrib-type="author"><name>
<surname>Roe</surname><given-names>Jo</given-names></name>
</contrib></contrib-group>
<pub-date pub-type="ppub"><year>2020</year></pub-date>
<pub-date pub-type="epub"><day>3</day><month>9</month><year>2019</year></pub-date>
<volume>4</volume><issue>2</issue><fpage>10</fpage><lpage>19</lpage>
<permissions><license><license-p>CC BY 4.0</license-p></license></permissions>{related}
<abstract><p>We read 12 trials.</p></abstract></article-meta></front>"""


def article(
    body="<sec><title>Methods</title><p>We looked.</p></sec>", *, back="", related="", kind="research-article"
):
    text = (
        f'<article article-type="{kind}" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:mml="http://www.w3.org/1998/Math/MathML">{FRONT.format(related=related)}'
        f"<body>{body}</body><back>{back}</back></article>"
    )
    return read_jats(text.encode(), origin="rest.xml")


def lines(document):
    return document.text.splitlines()


def quoted(document, span):
    return document.text[span.start : span.end]


def test_an_article_says_what_it_is():
    document = article()

    source = document.source
    assert source.id == "doi-10.5555-rest.2019-1"
    assert (source.title, source.body) == ("Bed rest for back pain: a systematic review", "Journal of Rest")
    assert (source.short, source.authors) == ("Dahl et al 2019", "Dahl AMB, Roe J")
    assert (source.year, document.released) == (2019, "2019-09-03")
    assert (source.volume, source.issue, source.page) == ("4", "2", "10–19")
    assert (source.doi, source.pmid, document.licence) == ("10.5555/Rest.2019-1", "99", "CC BY 4.0")
    assert source.status is SourceStatus.NOT_ESTABLISHED


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("systematic-review", SourceType.SYSTEMATIC_REVIEW),
        ("clinical-trial", SourceType.TRIAL),
        ("review-article", SourceType.SYSTEMATIC_REVIEW),
        ("research-article", SourceType.SYSTEMATIC_REVIEW),
    ],
)
def test_the_type_is_the_one_stated_by_the_article_or_its_title(kind, expected):
    assert article(kind=kind).source.type is expected


def test_sections_nest_and_untitled_text_does_not_stand_under_the_abstract():
    document = article(
        "<p>Dear editor.</p><sec><title>A</title><sec><label>1.</label><title>B</title><p>x</p></sec></sec>"
    )

    assert lines(document) == ["Abstract", "We read 12 trials.", "Text", "Dear editor.", "A", "1. B", "x"]
    last = document.passages[-1]
    assert (last.section, [quoted(document, heading) for heading in last.headings]) == ("A", ["1. B"])


def test_superscripts_stay_raised_and_formulas_are_text():
    document = article(
        "<sec><title>R</title><p>5 × 10<sup>9</sup>/L, P &lt; .05, CO<sub>2</sub>, aspirin<sup>"
        "<xref>1</xref></sup>"
        "<inline-formula><mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mrow><mml:mi>b</mml:mi>"
        "<mml:mo>+</mml:mo>"
        "<mml:mn>1</mml:mn></mml:mrow></mml:mfrac></mml:math></inline-formula></p></sec>"
    )

    assert lines(document)[-1] == "5 × 10⁹/L, P < .05, CO2, aspirin¹ a/(b+1)"


def test_lists_are_items_with_their_depth_and_what_introduces_them():
    document = article(
        "<sec><title>R</title><p>We advise:<list><list-item><label>1</label><p>Walk<list>"
        "<list-item><p>daily</p>"
        "</list-item></list></p></list-item></list></p></sec>"
    )

    assert lines(document)[-3:] == ["We advise:", "1 Walk", "daily"]
    walk, daily = document.passages[-2:]
    assert (walk.kind, quoted(document, walk.lead)) == (BlockKind.ITEM, "We advise:")
    assert quoted(document, daily.lead) == "1 Walk"


def test_a_table_has_its_caption_its_heads_and_its_spanning_cells():
    document = article(
        "<sec><title>R</title><table-wrap><label>Table 1.</label><caption><title>Pain</title></caption>"
        "<alternatives><graphic/><table><thead><tr><th>Arm</th><th>Week</th><th>Score</th></tr></thead>"
        "<tbody><TR><TD rowspan='2'>Rest</TD><td>1</td><td>5</td></TR><tr><td>2</td><td>4</td></tr>"
        "</tbody></table>"
        "</alternatives><table-wrap-foot><fn><label>a</label><p>Of 10.</p></fn></table-wrap-foot>"
        "</table-wrap></sec>"
    )

    assert lines(document)[-5:] == [
        "Table 1. Pain",
        "Arm\tWeek\tScore",
        "Rest\t1\t5",
        "Rest\t2\t4",
        "a Of 10.",
    ]
    row = document.passages[-2]
    assert quoted(document, row.lead) == "Table 1. Pain"
    assert [quoted(document, head) for head in row.columns] == ["Arm", "Week", "Score"]


def test_captions_boxes_definitions_notes_and_references_are_kept():
    document = article(
        "<sec><title>R</title><fig><label>Fig 1.</label><caption><title>Flow.</title>"
        "<p>Of patients.</p></caption></fig>"
        "<boxed-text><title>Box</title><p>In short.</p></boxed-text>"
        "<def-list><def-item><term>CI</term><def><p>interval</p></def></def-item></def-list></sec>",
        back="<ack><p>We thank.</p></ack><ref-list><title>References</title><ref><label>1</label>"
        "<element-citation>"
        "<person-group><name><surname>Roe</surname><given-names>J</given-names></name>"
        "</person-group><year>2001</year>"
        "</element-citation></ref></ref-list>",
    )

    assert lines(document)[3:] == [
        *("Fig 1. Flow.", "Of patients.", "Box", "In short.", "CI: interval"),
        *("Acknowledgments", "We thank.", "References", "1 Roe J 2001"),
    ]


@pytest.mark.parametrize(
    ("relation", "kind", "doi", "status"),
    [
        ("retracted-article", NoticeKind.RETRACTED, "10.5555/other", SourceStatus.NOT_ESTABLISHED),
        ("corrected-article", NoticeKind.CORRECTED, "10.5555/other", SourceStatus.NOT_ESTABLISHED),
        ("retraction-forward", NoticeKind.RETRACTED, "10.5555/Rest.2019-1", SourceStatus.RETRACTED),
    ],
)
def test_retractions_and_corrections_are_notices_on_the_paper_they_concern(relation, kind, doi, status):
    document = article(
        related=f'<related-article related-article-type="{relation}" xlink:href="info:doi/10.5555/other"/>'
    )

    (notice,) = document.notices
    assert (notice.kind, notice.doi, document.source.status) == (kind, doi, status)


def test_a_companion_is_no_notice():
    assert not article(related='<related-article related-article-type="companion" xlink:href="x"/>').notices


@pytest.mark.parametrize("data", [b"<article/>", b"<book/>", b"<article><front>", b""])
def test_what_is_no_article_is_refused(data):
    with pytest.raises(InputError):
        read_jats(data, origin="x.xml")


_LETTERS = re.compile(r"[^\W\d_]+")
_NOT_WORDS = frozenset(("math", "sup", "SUP", "tex-math", "object-id"))


def _texts(element: etree._Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in _NOT_WORDS:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _independent_words(data: bytes) -> Counter[str]:
    root = etree.fromstring(data)
    parts = [*root.iterfind("front//abstract"), *root.iterfind("body"), *root.iterfind("back")]
    texts = (text.replace("\xad", "") for part in parts for text in _texts(part))
    return Counter(word for text in texts for word in _LETTERS.findall(text) if word.isascii())


def test_no_word_of_the_real_articles_is_lost():
    count = 0
    with tarfile.open(real_data() / "jats-plos.tar.xz") as archive:
        for info in archive:
            if not info.isfile():
                continue
            content = archive.extractfile(info)
            data = content.read() if content else b""
            have = read_jats(data, origin=info.name).text
            # A word may be longer in the text, where raised or emphasised letters continue it.
            lost = [word for word in _independent_words(data) if word not in have]
            counts = Counter(_LETTERS.findall(have))
            fewer = [
                word
                for word, n in _independent_words(data).items()
                if len(word) > 6 and counts[word] < n and have.count(word) < n
            ]
            assert (info.name, lost, fewer) == (info.name, [], [])
            count += 1
    assert count == 61
