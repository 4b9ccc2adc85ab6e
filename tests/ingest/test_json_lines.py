import json

import pytest

from citewell.ingest.identity import doi_id, file_id, record_id, slug
from citewell.ingest.json_lines import read_json_lines, title_in
from citewell.model.library import Document
from citewell.model.sources import SourceStatus


def read(*records, origin="in/rest.corpus.jsonl", line=1):
    rows = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
    return list(read_json_lines(b"\n".join(rows), origin=origin, line=line))


def test_a_line_is_a_document():
    (document,) = read(
        {
            "_id": "d1",
            "title": "Rest",
            "text": "Rest did harm.",
            "year": "2011",
            "pmid": "5",
            "mesh": ["Rest"],
        }
    )

    source = document.source
    assert (source.id, source.title, source.year, source.pmid) == ("rest.corpus:d1", "Rest", 2011, "5")
    assert (source.status, document.text, document.conditions) == (
        SourceStatus.NOT_ESTABLISHED,
        "Rest did harm.\n",
        ("Rest",),
    )


def test_other_names_of_the_keys_are_known():
    (document,) = read({"id": 7, "body": "Walk.", "date": "2018-07-10", "doi": "10.5555/x"})

    assert (document.source.id, document.source.year, document.source.doi) == (
        "rest.corpus:7",
        2018,
        "10.5555/x",
    )


def test_lines_are_paragraphs_and_capitals_with_a_colon_are_headings():
    (document,) = read({"_id": "1", "text": "TITLE: \nRest.\n\n\nABSTRACT.METHODS:\nWe looked:\n10 people."})

    assert document.text == "TITLE\nRest.\nABSTRACT.METHODS\nWe looked:\n10 people.\n"
    assert [passage.section for passage in document.passages] == [
        "TITLE",
        "ABSTRACT.METHODS",
        "ABSTRACT.METHODS",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Rest vs. Exercise by Dr. Examples. It is a trial.", "Rest vs. Exercise by Dr. Examples"),
        ("Rest did harm. More.", "Rest did harm"),
        ("TITLE\nRest.", "Rest"),
        ("w " * 300, ("w " * 100).strip() + " …"),
    ],
)
def test_a_text_without_a_title_is_called_by_its_first_sentence(text, title):
    assert title_in(text) == title


def test_a_bad_line_is_refused_with_its_number_and_the_rest_go_in():
    good = {"_id": "1", "text": "a"}
    found = read(
        good, b"{broken", b"", b"[1]", {"_id": "2"}, {"text": "x"}, b'{"_id": "\xff"}', good, line=100
    )

    assert sum(isinstance(one, Document) for one in found) == 2
    assert [one.reason.split(":")[0] for one in found if not isinstance(one, Document)] == [
        f"line {n}" for n in (101, 103, 104, 105, 106)
    ]


def test_a_year_is_unknown_where_none_is_given():
    assert read({"_id": "1", "text": "In 1999.", "year": None})[0].source.year == 0


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (doi_id("10.1371/journal.pmed.0040303"), "doi-10.1371-journal.pmed.0040303"),
        (doi_id("10.1371/JOURNAL.pmed.0040303"), "doi-10.1371-journal.pmed.0040303"),
        (record_id("a/scifact.corpus.jsonl.gz", "d0008e9cdc60e"), "scifact.corpus:d0008e9cdc60e"),
        (slug("ngc-10149"), "ngc-10149"),
    ],
)
def test_ids_are_readable(made, expected):
    assert made == expected


@pytest.mark.parametrize(
    "pair", [("A b", "a_b"), ("a/b", "a-b"), ("x" * 200, "x" * 201), ("é", "è"), ("", ".")]
)
def test_two_names_never_share_an_id(pair):
    one, other = (record_id("c.jsonl", key) for key in pair)

    assert one != other
    assert len(one) <= 80
    assert one == one.lower()


def test_files_of_one_name_in_two_folders_are_two():
    assert file_id("a/notes.md") != file_id("b/notes.md")
    assert file_id("a/notes.md").startswith("notes-")
