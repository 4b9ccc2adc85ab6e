"""A reference list in the forms that reference managers read."""

import json
import re
from dataclasses import replace

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from jsonschema import Draft202012Validator

from citewell.interop.authors import Author, Authors, authors_of
from citewell.interop.bibtex import bibtex
from citewell.interop.csl import csl_item, csl_json
from citewell.interop.fhir.bibliographies import citation_text
from citewell.interop.lines import pages_of, standing_of
from citewell.interop.ris import ris
from citewell.model.references import Reference
from reference_builders import ARTICLE

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


def test_a_line_of_ris_begins_with_its_tag() -> None:
    lines = [line for line in ris([ARTICLE, REPORT]).splitlines() if line]
    assert lines[0].startswith("TY  - ")
    assert [line for line in lines if not re.match("[A-Z][A-Z0-9]  - ", line)] == []


def test_bibtex_is_read_back_as_it_was() -> None:
    read = bibtexparser.parse_string(bibtex([ARTICLE, REPORT]))
    article, report = read.entries
    assert not read.failed_blocks
    assert article.fields_dict["author"].value == "Shah, L. M. and McConnell, Jr, C. T. and others"
    assert article.fields_dict["pages"].value == "S347--S364"
    assert (report.key, report.entry_type) == ("ngc-8", "techreport")
    assert report.fields_dict["institution"].value == "Body of Spines"


def test_a_study_without_a_journal_is_no_report() -> None:
    study = replace(REPORT, type="Trial", authors="Cho J")
    assert rispy.loads(ris([study]))[0]["type_of_reference"] == "GEN"
    assert bibtexparser.parse_string(bibtex([study])).entries[0].entry_type == "misc"
    assert csl_item(study)["type"] == "document"
    assert "publisher" not in csl_item(study)


def test_bodies_are_authors_of_their_own_and_never_taken_apart() -> None:
    joint = replace(REPORT, body="American Society of Bones, and Joints; Body B and C")
    read = bibtexparser.parse_string(bibtex([joint])).entries[0]
    assert read.fields_dict["author"].value == "{American Society of Bones, and Joints} and {Body B and C}"
    assert rispy.loads(ris([joint]))[0]["authors"] == [
        "American Society of Bones, and Joints",
        "Body B and C",
    ]
    assert csl_item(joint)["author"] == [
        {"literal": "American Society of Bones, and Joints"},
        {"literal": "Body B and C"},
    ]


# What the CSL data schema (1.0.2) says of the properties that we write.
CSL_DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
}
CSL_NAME = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {name: {"type": "string"} for name in ("family", "given", "suffix", "literal")},
}
CSL_TEXTS = (
    "id", "title", "container-title", "publisher", "volume", "issue", "page", "DOI", "PMID", "URL",
    "status", "note",
)  # fmt: skip
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {name: {"type": "string", "minLength": 1} for name in CSL_TEXTS}
        | {
            "type": {"enum": ["article-journal", "report", "document"]},
            "author": {"type": "array", "items": CSL_NAME},
            "issued": CSL_DATE,
        },
    },
}


def test_csl_json_is_what_its_schema_asks_for() -> None:
    validator = Draft202012Validator(CSL_DATA)
    assert not list(validator.iter_errors(json.loads(csl_json([ARTICLE, REPORT, HOSTILE]))))


def test_csl_json_says_all_that_is_known() -> None:
    assert csl_item(ARTICLE) == {
        "id": "shah-2018",
        "type": "article-journal",
        "title": "Management of vertebral compression fractures",
        "author": [
            {"family": "Shah", "given": "L. M."},
            {"family": "McConnell", "given": "C. T.", "suffix": "Jr"},
            {"literal": "others"},
        ],
        "issued": {"date-parts": [[2018]]},
        "container-title": "J Am Coll Radiol",
        "volume": "15",
        "issue": "11S",
        "page": "S347-S364",
        "DOI": "10.1016/j.jacr.2018.09.019",
        "PMID": "30392604",
        "URL": "https://example.org/acr",
        "status": "superseded",
        "note": "Guideline; status: superseded (by ACR 2022)",
    }


@pytest.mark.parametrize(
    ("year", "released", "parts"),
    [
        (2014, "2014-06-30", [2014, 6, 30]),
        (2014, "2014-06", [2014, 6]),
        (2014, "2013-06", [2014]),
        (2014, "2014-13", [2014]),
        (2014, "June 2014", [2014]),
        (0, "2014-06", [2014, 6]),
        (0, "", None),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(year: int, released: str, parts: list[int] | None) -> None:
    issued = csl_item(replace(REPORT, year=year, released=released)).get("issued")
    assert issued == (None if parts is None else {"date-parts": [parts]})


@pytest.mark.parametrize(
    "title",
    [
        "Bisphosphonates: $5 to $10 a month",
        "Costs & <b>y</b> at 100% #1 ~ x_1",
        "PTH ≥ 65 pg/mL, 25-OH-D < 20 ng/mL, α-blockers ± 5 µg",
        "إدارة الكسور الفقرية",
        "Ärztlicher Rat bei Osteoporose: eine Übersicht",
    ],
)
def test_a_title_is_read_back_whole_from_every_form(title: str) -> None:
    named = replace(ARTICLE, title=title)
    assert rispy.loads(ris([named]))[0]["title"] == title
    assert json.loads(csl_json([named]))[0]["title"] == title
    decoded = bibtexparser.parse_string(bibtex([named]), append_middleware=[LatexDecodingMiddleware()])
    told = decoded.entries[0].fields_dict["title"].value.strip("{}")
    assert told == title


def test_hostile_text_begins_no_entry_of_its_own() -> None:
    assert len(rispy.loads(ris([HOSTILE, ARTICLE]))) == 2
    read = bibtexparser.parse_string(bibtex([HOSTILE, ARTICLE]))
    assert len(read.entries) == 2
    assert not read.failed_blocks
    assert "\\input" not in bibtex([HOSTILE])


def test_braces_balance_for_a_reader_that_counts_escaped_ones() -> None:
    text = bibtex([replace(REPORT, title="} $ \\input{x} $ {{{", url="https://a.org/}{")])
    assert text.count("{") == text.count("}")
    assert "\\input{" not in text


def test_two_sources_never_share_a_key() -> None:
    same = replace(REPORT, n=4, id="ngc/8")
    ids = [item["id"] for item in json.loads(csl_json([REPORT, replace(REPORT, n=4)]))]
    assert ids == ["ngc:8", "ngc:8-4"]
    assert [entry.key for entry in bibtexparser.parse_string(bibtex([REPORT, same])).entries] == [
        "ngc-8",
        "ngc-8-4",
    ]


def test_the_same_references_give_the_same_text() -> None:
    assert ris([ARTICLE]) == ris([ARTICLE])
    assert bibtex([ARTICLE]) == bibtex([ARTICLE])


@pytest.mark.parametrize(
    ("status", "note", "told"),
    [
        ("superseded", "by ACR 2022.", "superseded (by ACR 2022)"),
        ("superseded", "superseded by ACR 2022.", "superseded by ACR 2022"),
        ("current", "currently being revised", "current (currently being revised)"),
        ("current", "", "current"),
    ],
)
def test_what_has_become_of_a_source_is_said_once(status: str, note: str, told: str) -> None:
    source = replace(ARTICLE, status=status, status_note=note)
    assert standing_of(source) == told
    assert citation_text(source).endswith(f"; {told}.")
