"""What a library kept open keeps of what it read."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from answer_desk_builders import own_settings
from citewell.config import Settings
from citewell.engine.gathering import gather
from citewell.engine.indexing import ingest
from citewell.engine.shelf import Shelf

GUIDELINE = """# Gout flares: a guideline of an invented society

## Recommendations

Offer colchicine {dose} micrograms twice daily for a gout flare (strong recommendation, moderate-quality
evidence).
"""
ASKED = "Should I give colchicine for a gout flare?"


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return own_settings(settings, tmp_path)


@pytest.fixture
def shelf(own: Settings, tmp_path: Path) -> Iterator[Shelf]:
    taken_in(own, tmp_path, dose=500)
    opened = Shelf.open(own)
    assert opened is not None
    with closing(opened.library):
        yield opened


def taken_in(own: Settings, folder: Path, *, dose: int) -> None:
    path = folder / "gout.md"
    path.write_text(GUIDELINE.format(dose=dose), encoding="utf-8")
    ingest(own, [path], watch=lambda step: None)


def test_the_same_words_are_gathered_once_with_their_texts(shelf: Shelf) -> None:
    first, second = gather(shelf, ASKED), gather(shelf, ASKED)
    assert second == first
    assert first.texts
    assert second.quotations is first.quotations
    assert gather(shelf, f"{ASKED} Today?").quotations is not first.quotations


def test_what_was_gathered_is_forgotten_when_the_library_changes(
    shelf: Shelf, own: Settings, tmp_path: Path
) -> None:
    first = gather(shelf, ASKED)
    taken_in(own, tmp_path, dose=600)
    assert "600 micrograms" in "".join(gather(shelf, ASKED).texts.values())
    assert "500 micrograms" in "".join(first.texts.values())


def test_of_very_many_questions_those_asked_last_are_kept(shelf: Shelf) -> None:
    first = gather(shelf, ASKED)
    for n in range(100):
        gather(shelf, f"{ASKED} {n}")
    assert gather(shelf, ASKED).quotations is not first.quotations
