"""Encoders as they are kept: shared, whole, and known to be damaged."""

from pathlib import Path
from typing import Any

import pytest

from citewell.errors import InputError, IntegrityError, NotFound
from citewell.retrieval.encoders.adding import Wanted, add
from citewell.retrieval.encoders.record import EncoderRecord
from citewell.retrieval.encoders.store import EncoderStore
from citewell.retrieval.encoders.transformer import TransformerEncoder
from encoder_builders import np, safetensors, tensors, written_folder


@pytest.fixture
def store(tmp_path: Path) -> EncoderStore:
    return EncoderStore(tmp_path / "encoders")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return written_folder(tmp_path / "tiny", {})


def added(store: EncoderStore, folder: Path, name: str = "tiny", **wanted: Any) -> EncoderRecord:
    return add(store, Wanted(name=name, source=str(folder), folder=folder, **wanted))


def files(store: EncoderStore) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (store.folder / "files").iterdir()}


def test_the_same_encoder_is_built_once_and_may_have_two_names(store, tiny):
    first = added(store, tiny)
    before = files(store)
    assert added(store, tiny) == first
    assert added(store, tiny, "again").fingerprint == first.fingerprint
    assert files(store) == before
    store.remove("tiny")
    assert files(store) == before
    store.remove("again")
    assert files(store) == {}


def test_other_weights_under_the_same_name_replace_the_older(store, tiny, tmp_path):
    first = added(store, tiny)
    second = added(store, written_folder(tmp_path / "b", {}, weights=safetensors(tensors(seed=1))))
    assert first.fingerprint != second.fingerprint
    assert store.names() == ["tiny"]
    assert set(files(store)) == {second.question.graph, second.question.tokenizer}


def test_the_same_folder_gives_the_same_bytes_anywhere(tiny, tmp_path):
    one, other = EncoderStore(tmp_path / "one"), EncoderStore(tmp_path / "other")
    assert added(one, tiny) == added(other, tiny)


@pytest.mark.parametrize("harm", ["cut", "altered", "gone"])
@pytest.mark.parametrize("which", ["graph", "tokenizer"])
def test_a_damaged_file_is_told_and_built_again_by_adding(store, tiny, harm, which):
    record = added(store, tiny)
    path = store.path_of(getattr(record.question, which))
    content = path.read_bytes()
    whole = TransformerEncoder(record, store).question("pain")
    match harm:
        case "cut":
            path.write_bytes(content[:-1])
        case "altered":
            path.write_bytes(content[:99] + bytes([content[99] ^ 1]) + content[100:])
        case "gone":
            path.unlink()
    with pytest.raises(IntegrityError, match="missing or damaged") as error:
        TransformerEncoder(record, store).question("pain")
    assert error.value.hint == f"add it again: citewell encoder add {tiny}"
    again = added(store, tiny)
    assert again == record
    assert TransformerEncoder(again, store).question("pain") == whole


def test_a_damaged_record_is_told_and_can_be_removed(store, tiny):
    added(store, tiny)
    (store.folder / "tiny.json").write_text('{"name": "tiny"', encoding="utf-8")
    with pytest.raises(IntegrityError, match=r"tiny\.json is damaged"):
        store.record("tiny")
    store.remove("tiny")
    assert store.names() == []


@pytest.mark.parametrize("name", ["../evil", "None", "none", "a/b", ".hidden", "", "x" * 65])
def test_a_name_leads_nowhere_else(store, tiny, name):
    with pytest.raises(InputError, match="cannot be an encoder's name"):
        added(store, tiny, name)
    with pytest.raises(NotFound):
        store.remove(name)


def test_weights_other_than_published_are_refused(store, tiny):
    with pytest.raises(IntegrityError, match="not what its makers published"):
        added(store, tiny, weights="0" * 64)
    assert store.names() == []


def test_a_row_of_zeros_has_a_scale_too(store, tmp_path):
    silent = {name: np.zeros_like(value) if "query" in name else value for name, value in tensors().items()}
    record = added(store, written_folder(tmp_path / "b", {}, weights=safetensors(silent)))
    assert any(TransformerEncoder(record, store).question("pain"))
