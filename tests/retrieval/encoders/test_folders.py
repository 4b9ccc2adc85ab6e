"""Folders that are broken, of another kind, or meant to do harm."""

import json
import os
import struct
from pathlib import Path
from typing import Any

import pytest

from citewell.errors import CitewellError, InputError
from citewell.retrieval.encoders.adding import Wanted, add
from citewell.retrieval.encoders.folders import read_folder
from citewell.retrieval.encoders.store import EncoderStore
from encoder_builders import CONFIG, TOKENIZER, VOCABULARY, modules, np, safetensors, tensors, written_folder


def refused(tmp_path: Path, files: dict[str, Any], **written: Any) -> str:
    """What is said of a folder; nothing may be kept of it."""
    folder = written_folder(tmp_path / "tiny", files, **written)
    store = EncoderStore(tmp_path / "encoders")
    with pytest.raises(InputError) as error:
        add(store, Wanted(name="tiny", source="tiny", folder=folder))
    assert "\n" not in error.value.message
    assert not store.folder.exists()
    return error.value.message


def other_vocabulary(**more: int) -> dict[str, Any]:
    return {**TOKENIZER, "model": {**TOKENIZER["model"], "vocab": {**VOCABULARY, **more}}}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"config.json": None}, "config.json"),
        ({"config.json": "{"}, "config.json"),
        ({"config.json": "[" * 100_000}, "config.json"),
        ({"config.json": {**CONFIG, "model_type": "t5"}}, "t5 is not read"),
        ({"config.json": {**CONFIG, "position_embedding_type": "relative_key"}}, "is not read"),
        ({"config.json": {**CONFIG, "is_decoder": True}}, "is not read"),
        ({"config.json": {**CONFIG, "hidden_act": "swish"}}, "hidden_act 'swish'"),
        ({"config.json": {**CONFIG, "num_attention_heads": 5}}, "make no encoder"),
        ({"config.json": {**CONFIG, "num_attention_heads": 0}}, "make no encoder"),
        ({"config.json": {**CONFIG, "num_hidden_layers": 10**9}}, "make no encoder"),
        ({"config.json": {**CONFIG, "num_hidden_layers": 3}}, "has no tensor 'encoder.layer.2"),
        ({"config.json": {**CONFIG, "vocab_size": 7}}, "has the shape (100, 32)"),
        ({"tokenizer.json": None}, "tokenizer.json"),
        ({"tokenizer.json": other_vocabulary(beyond=len(VOCABULARY))}, "do not hold"),
        ({"tokenizer.json": other_vocabulary(below=-1)}, "do not hold"),
        ({"modules.json": modules("Transformer", "Pooling", "Dense")}, "Transformer, Pooling, Dense"),
        ({"modules.json": []}, "modules.json"),
        ({"modules.json": [{"type": "x.Transformer", "path": "../other"}]}, "leads out of the folder"),
        ({"modules.json": [{"type": "x.Transformer", "path": "/etc"}]}, "leads out of the folder"),
        ({"modules.json": None}, "does not say how"),
        ({"1_Pooling/config.json": {"pooling_mode_lasttoken": True}}, "this pooling is not known"),
        (
            {"1_Pooling/config.json": {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True}},
            "this pooling is not known",
        ),
        ({"sentence_bert_config.json": {"max_seq_length": 0}}, "sentence_bert_config.json"),
        ({"sentence_bert_config.json": "x" * 2_000_000}, "over 1 MiB"),
    ],
)
def test_what_cannot_be_an_encoder_is_refused_on_a_line(tmp_path, files, told):
    assert told in refused(tmp_path, files)


def cut_short() -> bytes:
    return safetensors(tensors())[:-8]


def header(text: bytes, *, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(text) if length is None else length) + text


def with_offsets(start: int, end: int) -> bytes:
    tensor = {"dtype": "F32", "shape": [100, 32], "data_offsets": [start, end]}
    return header(json.dumps({"embeddings.LayerNorm.weight": tensor, "x": tensor}).encode()) + b"\0" * 64


def not_a_number() -> bytes:
    values = tensors()
    values["embeddings.LayerNorm.bias"] = np.full(32, np.nan, np.float32)
    return safetensors(values)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (b"", "no safetensors file"),
        (b"PK\3\4" + b"\0" * 64, "no length that could be"),
        (header(b"{}", length=2**63), "no length that could be"),
        (header(b"[1]"), "no safetensors file"),
        (header(b'{"a": 1}'), "no safetensors file"),
        (header(b'{"a":' * 50_000), "no safetensors file"),
        (header(b"{}"), "has no tensor"),
        (cut_short(), "does not lie where"),
        (with_offsets(-4, 12_796), "has no tensor"),
        (safetensors(tensors(), dtype="F64"), "of the type F64"),
        (not_a_number(), "no numbers"),
    ],
)
def test_weights_that_are_none_are_refused_on_a_line(tmp_path, weights, told):
    assert told in refused(tmp_path, {}, weights=weights)


def test_a_pickle_is_never_opened(tmp_path):
    folder = written_folder(tmp_path / "tiny", {})
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(InputError) as error:
        add(EncoderStore(tmp_path / "encoders"), Wanted(name="tiny", source="tiny", folder=folder))
    assert "pickles, which can run code" in error.value.hint


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_pipe_is_not_waited_for(tmp_path, name):
    folder = written_folder(tmp_path / "tiny", {})
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(InputError):
        add(EncoderStore(tmp_path / "encoders"), Wanted(name="tiny", source="tiny", folder=folder))


def test_a_plain_folder_of_transformers_is_read_when_its_pooling_is_given(tmp_path):
    said = {"modules.json": None, "1_Pooling/config.json": None, "sentence_bert_config.json": None}
    read = read_folder(written_folder(tmp_path / "tiny", said), pooling="cls")
    assert (read.pooling, read.length) == ("cls", CONFIG["max_position_embeddings"])


def test_the_newer_way_to_say_the_pooling_is_read(tmp_path):
    said = {"1_Pooling/config.json": {"embedding_dimension": 32, "pooling_mode": "cls"}}
    assert read_folder(written_folder(tmp_path / "tiny", said)).pooling == "cls"


def test_two_sides_of_different_dimensions_are_no_pair(tmp_path):
    one = written_folder(tmp_path / "one", {})
    narrow = {name: value[..., :16] for name, value in tensors().items()}
    other = written_folder(
        tmp_path / "two", {"config.json": {**CONFIG, "hidden_size": 16}}, weights=safetensors(narrow)
    )
    wanted = Wanted(name="pair", source="one", folder=one, passages=other)
    with pytest.raises(CitewellError, match="they are no pair"):
        add(EncoderStore(tmp_path / "encoders"), wanted)
