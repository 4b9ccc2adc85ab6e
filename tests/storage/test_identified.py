"""A document is found by its id, its PMID or its DOI, in whatever way these are written."""

from collections.abc import Iterator

import pytest

from citewell.storage.identified import identified
from citewell.storage.library import Library
from citewell.storage.records import packed
from library_builders import document_of


@pytest.fixture
def library() -> Iterator[Library]:
    opened = Library.in_memory()
    for source_id, pmid, doi in (("ngc-12", "19000001", "10.1000/Gout"), ("gout", "", ""), ("2020", "7", "")):
        opened.add(packed(document_of(source_id, f"About {source_id}.", pmid=pmid, doi=doi)))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("ngc-12", ("ngc-12",)),
        ("NGC-12", ("ngc-12",)),
        ("ngc-13", ()),
        ("gout", ()),
        ("2020", ()),
        (" 19000001 ", ("ngc-12",)),
        ("PMID: 19000001", ("ngc-12",)),
        ("10.1000/gout", ("ngc-12",)),
        ("doi:10.1000/GOUT", ("ngc-12",)),
        ("https://doi.org/10.1000/gout", ("ngc-12",)),
        ("gout flares", ()),
        ("19000002", ()),
        ("10.1000/", ()),
        ("", ()),
        ("'; drop table documents; --", ()),
    ],
)
def test_a_name_finds_what_it_identifies(library: Library, name: str, ids: tuple[str, ...]) -> None:
    assert identified(library.database, name) == ids


def test_what_was_taken_out_is_not_found(library: Library) -> None:
    library.remove("ngc-12")
    assert identified(library.database, "19000001") == ()
