import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citewell.errors import InputError
from citewell.ingest.archives import Member, members_of
from citewell.ingest.reader import Media, media_of, portions, read
from citewell.model.library import Document, Span
from citewell.model.shelves import Refused
from real_data import real_data

HEADS = {
    Media.NGC: b'<?xml version="1.0"?>\n<Version><xmlSource>NGC</xmlSource><Section Name="General">',
    Media.JATS: b'<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD" "j.dtd"><!-- x --><article>',
    Media.MEDLINE: b"<!DOCTYPE PubmedArticleSet SYSTEM 'p.dtd'><PubmedArticleSet><PubmedArticle>",
    Media.PDF: b"%PDF-1.7\n",
    Media.HTML: b"<!DOCTYPE html>\n<html><head>",
    Media.JSON_LINES: b'{"_id": "1", "text": "a"}\n',
}


@pytest.mark.parametrize("media", HEADS)
@pytest.mark.parametrize("name", ["download", "wrong.txt", "x.html"])
def test_a_file_is_told_by_its_content_whatever_its_name(media, name):
    if media is not Media.JSON_LINES or name == "download":
        assert media_of(name, HEADS[media]) is media


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.md", Media.MARKDOWN),
        ("a.txt", Media.PLAIN_TEXT),
        ("a.TXT.gz", Media.PLAIN_TEXT),
        ("a.htm", Media.HTML),
        ("a.jsonl.zst", Media.JSON_LINES),
        ("a.docx", Media.UNKNOWN),
    ],
)
def test_what_content_does_not_say_the_name_does(name, media):
    assert media_of(name, b"Rest is not advised.") is media


@pytest.mark.parametrize(
    "head", [b"<Version><other/></Version>", b"\x89PNG\r\n\0\0", b"<svg/>", b'{\n  "a": 1\n}', b""]
)
def test_what_is_not_known_is_said_so_and_refused(head):
    assert media_of("a.bin", head) is Media.UNKNOWN
    with pytest.raises(InputError, match=r"^a\.bin: is of no kind that is read$"):
        list(read(head, origin="a.bin"))


@pytest.mark.parametrize(
    ("name", "data", "text", "title"),
    [
        ("rest.md", b"# Rest\n\nNot *advised*.\n\n- walk\n", "Rest\nNot advised.\nwalk\n", "Rest"),
        (
            "rest.txt",
            "SpO2 <90%\nat rest.\r\n\r\n≥65 years".encode(),
            "SpO2 <90% at rest.\n≥65 years\n",
            "rest",
        ),
        ("rest.txt", b"naus\xe9e", "nausée\n", "rest"),
        ("rest.txt", "Rest".encode("utf-16"), "Rest\n", "rest"),
        (
            "r.html",
            b"<title>On rest</title><h1>Rest</h1><p>P <.05</p>",
            "Rest\nP <.05\n",
            "On rest",
        ),
    ],
)
def test_pages_and_texts_are_documents(name, data, text, title):
    (document,) = read(data, origin=name)

    assert (document.text, document.source.title) == (text, title)


def test_a_page_says_who_published_it_and_when():
    head = b'<meta name="dc.date" content="2019/03/01"><meta name="citation_doi" content="10.5555/x">'
    (document,) = read(b"<html><head>" + head + b"</head><body><p>Rest.</p></body></html>", origin="r.html")

    assert (document.source.year, document.released, document.source.doi) == (2019, "2019-03-01", "10.5555/x")


@pytest.mark.parametrize(
    ("printed", "year", "released"),
    [("2019-03-01T09:00", 2019, "2019-03-01"), ("March 1, 2019", 2019, "2019"), ("soon", 0, "")],
)
def test_the_date_of_a_page_is_kept_as_far_as_it_is_iso_8601(printed, year, released):
    page = f'<html><head><meta name="dc.date" content="{printed}"></head><body><p>Rest.</p></body></html>'
    (document,) = read(page.encode(), origin="r.html")

    assert (document.source.year, document.released) == (year, released)


def test_a_corpus_in_portions_reads_as_the_whole_with_the_same_numbers_of_lines():
    rows = [json.dumps({"_id": str(n), "text": "word " * 50}).encode() for n in range(10_000)]
    rows[7_000] = b"{broken"
    data = b"\n".join(rows)
    parts = list(portions(data, Media.JSON_LINES))
    found = [
        one
        for part in parts
        for one in read(part.data, origin="c.jsonl", media=Media.JSON_LINES, line=part.line)
    ]

    assert len(parts) > 2
    assert b"".join(part.data for part in parts) == data
    assert [one.source.id for one in found if isinstance(one, Document)] == [
        f"c:{n}" for n in range(10_000) if n != 7_000
    ]
    assert [one.reason.split(":")[0] for one in found if isinstance(one, Refused)] == ["line 7001"]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("PubmedArticleSet", "<PubmedArticle>{}</PubmedArticle>"),
        ("MedlineCitationSet", "{}"),
    ],
)
def test_a_set_of_records_in_portions_reads_as_the_whole(kind, record):
    citation = (
        "<MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>{}</ArticleTitle></Article></MedlineCitation>"
    )
    records = [record.format(citation.format(n, "Caf&eacute;. " * 60)) for n in range(5_000)]
    prologue = f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE {kind}>'
    data = f"{prologue}\n<{kind}>\n{chr(10).join(records)}\n</{kind}>".encode()
    parts = list(portions(data, media_of("m.xml", data)))
    found = [one for part in parts for one in read(part.data, origin="m.xml")]

    assert len(parts) > 2
    assert [one.source.id for one in found] == [f"pmid-{n}" for n in range(5_000)]
    assert {one.source.title[:5] for one in found} == {"Café."}


def test_one_document_is_one_portion():
    data = b"<article>" + b"x" * 3_000_000

    assert [part.data for part in portions(data, Media.JATS)] == [data]


ENTITIES = b'<!DOCTYPE article [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><article><body>&b;</body></article>'


@pytest.mark.parametrize("data", [ENTITIES, b"<article>" * 400, b"<PubmedArticleSet>" + b"<a>" * 400])
def test_hostile_xml_is_refused(data):
    with pytest.raises(InputError, match=r"^x\.xml: "):
        list(read(data, origin="x.xml"))


def _read_all(data: bytes, origin: str, media: Media | None) -> None:
    try:
        for found in read(data, origin=origin, media=media):
            if isinstance(found, Document):
                _check(found)
    except InputError:
        pass


def _check(document: Document) -> None:
    text = document.text
    assert re.fullmatch(r"[a-z0-9._:-]{1,80}", document.source.id)
    for passage in document.passages:
        spans = (Span(passage.start, passage.end), *passage.columns, *passage.headings)
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert text[passage.start : passage.end].strip()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(sorted(HEADS)), st.sampled_from(["", *Media]))
def test_random_bytes_are_read_or_refused_and_nothing_else(data, head, media):
    _read_all(data, "x.md", Media(media) if media else None)
    _read_all(HEADS[head] + data, "x.html", None)


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "<article>",
                "<front><article-meta>",
                "</article-meta></front>",
                "<body>",
                "<p>",
                "</p>",
                "<sup>9</sup>",
            ),
            *(
                "<table>",
                "<tr>",
                "<td colspan='9'>",
                "<td rowspan='x'>",
                "</table>",
                "<list>",
                "<list-item>",
                "<title>t",
            ),
            *(
                "<PubmedArticleSet>",
                "<PubmedArticle>",
                "<MedlineCitation>",
                "<PMID>1</PMID>",
                "<Article>",
                "</Article>",
            ),
            *(
                "<Version>",
                "<Section>",
                "<Field>",
                "<FieldValue Value='&lt;p&gt;x'/>",
                "words",
                "<!-- -->",
                "&amp;",
                "\0",
            ),
            *(
                '{"_id": 1, "text": "a"}',
                '{"_id": []}',
                "\n",
                "# h\n",
                "- i\n",
                "| a | b |\n|--|--|\n",
                "<b>",
                "\ufb01",
            ),
        ]
    ),
    max_size=25,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES, st.sampled_from(list(Media)))
def test_random_pieces_of_documents_are_read_or_refused_and_nothing_else(pieces, media):
    _read_all("".join(pieces).encode(), "x.xml", media)


def test_every_record_of_a_real_corpus_goes_in_under_an_id_of_its_own():
    ids = []
    for member in members_of([real_data() / "suite-shared.tar.zst"]):
        assert isinstance(member, Member)
        if "scifact" in member.origin:
            media = media_of(member.origin, member.data)
            for part in portions(member.data, media):
                ids += [found.source.id for found in read(part.data, origin=member.origin, media=media)]

    assert len(set(ids)) == len(ids) == 5183
