"""A reference list in the forms that reference managers read."""

from dataclasses import replace

import bibtexparser
import pytest
import rispy

from citewell.interop.authors import Author, Authors, authors_of
from citewell.interop.bibtex import bibtex
from citewell.interop.lines import pages_of
from citewell.interop.ris import ris
from citewell.model.answers import Reference

ARTICLE = Reference(
    n=1,
    id="shah-2018",
    type="Guideline",
    title="Management of vertebral compression fractures",
    body="ACR",
    short="ACR 2018",
    year=2018,
    status="superseded",
    status_note="by ACR 2022",
    authors="Shah LM, McConnell CT Jr et al.",
    container="J Am Coll Radiol",
    volume="15",
    issue="11S",
    page="S347-S364",
    doi="10.1016/j.jacr.2018.09.019",
    pmid="30392604",
    url="https://example.org/acr",
)
REPORT = Reference(
    n=2,
    id="ngc:8",
    type="Guideline",
    title="On spines",
    body="Body of Spines",
    short="BoS",
    year=0,
    status="current",
)
# Texts that would begin a field, an entry or a macro of their own.
HOSTILE = replace(
    REPORT, id="{}\\x", n=3, title="A\r\nER  - \nTY  - JOUR } @comment{ 50% \\input{x} ~$#_^", authors="\n\n"
)


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("Qaseem A et al.", Authors((Author("Qaseem", "A."),), others=True)),
        ("McConnell CT Jr", Authors((Author("McConnell", "C. T.", "Jr"),))),
        ("van der Berg JP, Cho", Authors((Author("van der Berg", "J. P."), Author("Cho")))),
        ("Smith, J.-P.; Doe, A. B.", Authors((Author("Smith", "J. P."), Author("Doe", "A. B.")))),
        ("National Institute for Health", Authors((Author("National Institute for Health"),))),
        ("", Authors(())),
    ],
)
def test_authors_are_told_apart(printed: str, authors: Authors) -> None:
    assert authors_of(printed) == authors


@pytest.mark.parametrize(
    ("printed", "pages"),
    [("1-7", ("1", "7")), ("S347–S364", ("S347", "S364")), ("e12", ("e12", "")), ("", ("", ""))],
)
def test_pages_are_a_range(printed: str, pages: tuple[str, str]) -> None:
    assert pages_of(printed) == pages


def test_ris_is_read_back_as_it_was() -> None:
    article, report = rispy.loads(ris([ARTICLE, REPORT]))
    assert article["authors"] == ["Shah, L. M.", "McConnell, C. T., Jr"]
    assert (article["type_of_reference"], article["start_page"], article["end_page"]) == (
        "JOUR",
        "S347",
        "S364",
    )
    assert article["doi"] == ARTICLE.doi
    assert article["notes"] == ["Guideline; status: superseded (by ACR 2022)"]
    assert (report["type_of_reference"], report["authors"]) == ("RPRT", ["Body of Spines"])
    assert "year" not in report


def test_bibtex_is_read_back_as_it_was() -> None:
    read = bibtexparser.parse_string(bibtex([ARTICLE, REPORT]))
    article, report = read.entries
    assert not read.failed_blocks
    assert article.fields_dict["author"].value == "Shah, L. M. and McConnell, Jr, C. T. and others"
    assert article.fields_dict["pages"].value == "S347--S364"
    assert (report.key, report.entry_type) == ("ngc-8", "techreport")
    assert report.fields_dict["institution"].value == "Body of Spines"


def test_hostile_text_begins_no_entry_of_its_own() -> None:
    assert len(rispy.loads(ris([HOSTILE, ARTICLE]))) == 2
    read = bibtexparser.parse_string(bibtex([HOSTILE, ARTICLE]))
    assert len(read.entries) == 2
    assert not read.failed_blocks
    assert "\\input" not in bibtex([HOSTILE])


def test_two_sources_never_share_a_key() -> None:
    same = replace(REPORT, n=4, id="ngc/8")
    assert [entry.key for entry in bibtexparser.parse_string(bibtex([REPORT, same])).entries] == [
        "ngc-8",
        "ngc-8-4",
    ]


def test_the_same_references_give_the_same_text() -> None:
    assert ris([ARTICLE]) == ris([ARTICLE])
    assert bibtex([ARTICLE]) == bibtex([ARTICLE])
