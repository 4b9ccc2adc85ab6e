"""The library's file: whole documents or none, versions kept, notices told."""

from dataclasses import replace
from pathlib import Path

import pytest

from citewell.errors import InputError, IntegrityError, NotFound
from citewell.model.library import Notice, NoticeKind
from citewell.model.sources import SourceStatus
from citewell.storage.library import Library
from citewell.storage.records import packed
from library_builders import document_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library.db")


def added(library: Library, *documents):
    with library.transaction():
        return [library.add(packed(document)) for document in documents]


def test_a_document_comes_back_as_it_went_in(library):
    document = document_of("ngc-1", "Offer aspirin to people with:\n<5% risk\nSpO2 <90%")
    assert added(library, document) == ["added"]
    assert library.document("ngc-1") == document
    assert library.text("ngc-1") == document.text
    assert library.description("ngc-1") == replace(document, text="", passages=(), recommendations=())


def test_the_same_bytes_are_known_and_counted_once(library):
    document = document_of("ngc-1", "Offer aspirin.")
    assert added(library, document, document) == ["added", "known"]
    assert library.counts().sources == 1


def test_a_newer_version_replaces_the_live_one_and_the_old_text_is_kept(library):
    added(library, document_of("ngc-1", "Offer aspirin."), document_of("ngc-1", "Do not offer aspirin."))
    assert library.text("ngc-1") == "Do not offer aspirin."
    kept = library.database.rows("select text, live from documents order by number")
    assert kept == [("Offer aspirin.", 0), ("Do not offer aspirin.", 1)]


def test_an_earlier_version_can_come_back(library):
    first, second = document_of("ngc-1", "Offer aspirin."), document_of("ngc-1", "Do not offer aspirin.")
    assert added(library, first, second, first) == ["added", "replaced", "replaced"]
    assert library.text("ngc-1") == "Offer aspirin."


def test_two_files_of_one_name_are_two_documents(library):
    one = document_of("notes", "Rest in bed.", origin="a/notes.md")
    other = document_of("notes", "Do not rest in bed.", origin="b/notes.md")
    assert added(library, one, other) == ["added", "added"]
    assert [i.rpartition("-")[0] or i for i in library.ids()] == ["notes", "notes"]


def test_what_fails_inside_a_transaction_leaves_nothing(library):
    with pytest.raises(AttributeError):
        added(library, document_of("ngc-1", "Offer aspirin."), None)
    assert library.counts().sources == 0


def test_a_file_that_went_in_whole_is_remembered(library):
    added(library, document_of("ngc-1", "Offer aspirin.", origin="ngc-1.xml"))
    assert library.documents_of("abc") is None
    library.finish_file("abc", "ngc-1.xml")
    assert library.documents_of("abc") == 1


def test_what_is_removed_is_gone_and_can_be_ingested_again(library):
    document = document_of("ngc-1", "Offer aspirin.", origin="ngc-1.xml")
    added(library, document)
    library.finish_file("abc", "ngc-1.xml")
    library.remove("ngc-1")
    assert library.ids() == ()
    assert library.documents_of("abc") is None
    with pytest.raises(NotFound):
        library.document("ngc-1")
    assert added(library, document) == ["added"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (NoticeKind.RETRACTED, SourceStatus.RETRACTED),
        (NoticeKind.UPDATED, SourceStatus.SUPERSEDED),
        (NoticeKind.CORRECTED, SourceStatus.CURRENT),
        (NoticeKind.CONCERN, SourceStatus.CURRENT),
    ],
)
def test_a_notice_changes_what_a_source_is_worth(library, kind, status):
    added(library, document_of("pmid-7", "Offer aspirin.", pmid="7"))
    assert library.add_notices([Notice(kind=kind, pmid="7", date="2020-01-02", text="J Notices 3:4")]) == 1
    source = library.document("pmid-7").source
    assert source.status is status
    assert source.status_note == f"{kind.value} 2020-01-02 J Notices 3:4"


def test_a_notice_may_come_before_its_source_and_is_taken_in_once(library):
    notice = Notice(kind=NoticeKind.RETRACTED, doi="10.1/X")
    assert [library.add_notices([notice]), library.add_notices([notice])] == [1, 0]
    added(library, document_of("doi-10.1-x", "Offer aspirin.", doi="10.1/x"))
    assert library.description("doi-10.1-x").source.status is SourceStatus.RETRACTED


def test_evidence_names_the_recommendations_a_passage_stands_in(library):
    added(library, document_of("ngc-1", "Offer aspirin.\nThe trial was small."))
    first, second = library.evidence([("ngc-1", 0), ("ngc-1", 1)])
    assert [r.label for r in first.recommendations] == ["Grade A"]
    assert second.recommendations == ()
    assert library.evidence([("ngc-1", 9), ("none", 0)]) == ()


def test_passages_are_found_by_the_name_of_their_section(library):
    added(library, document_of("ngc-1", "Offer aspirin.\nThe trial was small.\nMore."))
    assert library.passages_under("ngc-1", ("Recommendation", "Abstract"), most=2) == (0, 1)
    assert library.passages_under("ngc-1", ("Abstract",), most=2) == ()
    assert library.passages_under("ngc-1", (), most=2) == ()
    assert library.passages_under("none", ("Recommendation",), most=2) == ()


def test_a_file_that_is_no_library_is_refused(tmp_path):
    (tmp_path / "library.db").write_bytes(b"no database at all, but long enough to be read as one" * 40)
    with pytest.raises(IntegrityError, match="cannot be read"):
        Library.at(tmp_path / "library.db")


def test_a_library_of_another_form_is_refused(tmp_path):
    path = tmp_path / "library.db"
    Library.open(path).database.rows("pragma user_version = 99")
    with pytest.raises(InputError, match="form 99"):
        Library.open(path)
