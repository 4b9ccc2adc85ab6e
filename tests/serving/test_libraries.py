"""A server's library is kept open, follows what is published, and is read by one request at a time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from citewell.engine.browsing import found
from citewell.engine.indexing import remove
from citewell.errors import NotFound
from citewell.model.library import SearchFilter
from citewell.serving.libraries import LibraryRoom
from citewell.storage.library import Library
from citewell.storage.records import packed
from library_builders import document_of
from shelf_builders import settings_in, shelved

GOUT = document_of("gout", "Offer colchicine for a gout flare.")
PSEUDOGOUT = document_of("pseudogout", "Aspirate the joint in pseudogout.")


def ids_of(room: LibraryRoom, query: str) -> list[str]:
    with room.shelf() as shelf:
        result = found(shelf, query, only=SearchFilter(), limit=10)
        return [document.source.id for document, _ in result.documents]


def test_without_a_library_there_is_nothing_to_read(tmp_path: Path) -> None:
    room = LibraryRoom(settings_in(tmp_path))
    with pytest.raises(NotFound, match="no library"), room.shelf():
        pass


def test_a_library_that_was_ingested_into_since_is_read_anew(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    room = LibraryRoom(settings)
    with pytest.raises(NotFound), room.shelf():
        pass
    shelved(settings, GOUT)
    assert ids_of(room, "colchicine") == ["gout"]
    shelved(settings, PSEUDOGOUT)
    assert ids_of(room, "pseudogout") == ["pseudogout"]
    remove(settings, ["gout"])
    assert ids_of(room, "colchicine") == []


def test_a_shelf_is_kept_open_while_nothing_is_published(tmp_path: Path) -> None:
    room = LibraryRoom(shelved(settings_in(tmp_path), GOUT))
    with room.shelf() as first:
        pass
    with room.shelf() as second:
        assert second is first


def test_what_is_read_within_one_request_is_of_one_moment(tmp_path: Path) -> None:
    settings = shelved(settings_in(tmp_path), GOUT)
    with LibraryRoom(settings).shelf() as shelf, closing(Library.open(settings.library)) as writing:
        writing.add(packed(PSEUDOGOUT))
        assert shelf.library.ids() == ("gout",)


def test_threads_take_turns(tmp_path: Path) -> None:
    room = LibraryRoom(shelved(settings_in(tmp_path), GOUT, PSEUDOGOUT))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda query: ids_of(room, query), ["colchicine", "pseudogout"] * 20))
    assert answers == [["gout"], ["pseudogout"]] * 20


def test_what_is_in_a_library_is_counted_again_when_it_has_changed(tmp_path: Path) -> None:
    settings = shelved(settings_in(tmp_path), GOUT)
    room = LibraryRoom(settings)
    first = room.overview()
    assert (first.sources, room.overview()) == (1, first)
    shelved(settings, PSEUDOGOUT)
    assert room.overview().sources == 2
