"""The engine of a server: warm before anybody asks, opened anew beside the one in use."""

import gc
import threading
import weakref
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from answer_desk_builders import DAY, desk_at, own_settings
from citewell.config import Recording, Settings
from citewell.errors import InputError
from citewell.serving.lasting import lasting


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return own_settings(settings, tmp_path, record=Recording.TEXT)


def test_preparing_opens_the_engine_and_records_nothing(own: Settings, tmp_path: Path) -> None:
    room = desk_at(own, tmp_path).room
    room.prepare()
    with room.engine() as engine:
        assert "lexicon" in vars(engine)
    assert not own.ledger.exists()


def test_preparing_refuses_what_cannot_be_used(own: Settings, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"pack\.yaml"):
        desk_at(replace(own, packs=(pack,)), tmp_path).room.prepare()


def test_the_engine_stays_the_same_while_nothing_changes(own: Settings, tmp_path: Path) -> None:
    room = desk_at(own, tmp_path).room
    with room.engine() as first:
        pass
    assert room.edition == room.edition
    room.settle()
    with room.engine() as second:
        assert first is second


def test_whoever_asks_while_another_engine_is_opened_is_answered_by_the_one_in_use(
    own: Settings, tmp_path: Path
) -> None:
    now = [DAY]
    room = desk_at(own, tmp_path, clock=lambda: now[0]).room
    with room.engine() as first:
        before = room.edition
        now[0] += timedelta(days=1)
        # This question is being answered all the while, so that the new engine waits for its turn.
        assert room.edition == before
        assert first.answer("Does a brace help?").provenance.packs
    room.settle()
    with room.engine() as second:
        assert second.today == "2026-11-21"
    assert room.edition != before


def test_of_many_changes_one_engine_at_a_time_is_opened(own: Settings, tmp_path: Path) -> None:
    now = [DAY]
    room = desk_at(own, tmp_path, clock=lambda: now[0]).room
    room.prepare()
    for _ in range(20):
        now[0] += timedelta(days=1)
        assert room.edition
        assert sum(one.name == "citewell-renewal" for one in threading.enumerate()) <= 1
    room.settle()
    assert room.edition
    room.settle()
    with room.engine() as last:
        assert last.today == "2026-12-10"


def test_what_lives_as_long_as_the_process_is_not_walked_through() -> None:
    gc.unfreeze()
    with lasting():
        assert not gc.isenabled()
        kept = [{"n": n} for n in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(kept)


def test_an_engine_that_was_replaced_is_freed_without_a_collection(own: Settings, tmp_path: Path) -> None:
    now = [DAY]
    room = desk_at(own, tmp_path, clock=lambda: now[0]).room
    room.prepare()
    gc.disable()
    with room.engine() as engine:
        engine.answer("Does a brace help?")
        before = weakref.ref(engine)
    del engine
    now[0] += timedelta(days=1)
    assert room.edition
    room.settle()
    gc.enable()
    assert before() is None
