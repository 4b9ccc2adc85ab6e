"""A tiny encoder with weights of chance, written as sentence-transformers writes its folders."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="encoders need pip install 'citewell[semantic]'")
pytest.importorskip("onnxruntime", reason="encoders need pip install 'citewell[semantic]'")

HIDDEN, INNER, LAYERS, HEADS, PLACES = 32, 64, 2, 4, 40
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "pain", "spine", "calci", "##tonin", "is", "?", ",", "a", "for")
VOCABULARY = {word: number for number, word in enumerate((*WORDS, *(f"w{n}" for n in range(87))))}

CONFIG: dict[str, Any] = {
    "model_type": "bert",
    "vocab_size": len(VOCABULARY),
    "hidden_size": HIDDEN,
    "intermediate_size": INNER,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "max_position_embeddings": PLACES,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "hidden_act": "gelu",
}
TOKENIZER: dict[str, Any] = {
    "version": "1.0",
    "added_tokens": [],
    "normalizer": {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    },
    "pre_tokenizer": {"type": "BertPreTokenizer"},
    "post_processor": {
        "type": "TemplateProcessing",
        "single": [
            {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
        ],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {
            "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
            "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]},
        },
    },
    "decoder": None,
    "model": {
        "type": "WordPiece",
        "unk_token": "[UNK]",
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100,
        "vocab": VOCABULARY,
    },
}


def tensors(*, seed: int = 0) -> dict[str, Any]:
    """Every tensor of the tiny encoder, in float32."""
    chance = np.random.default_rng(seed)

    def some(*shape: int) -> Any:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    def norm(name: str) -> dict[str, Any]:
        return {f"{name}.weight": 1 + some(HIDDEN), f"{name}.bias": some(HIDDEN)}

    def linear(name: str, rows: int, columns: int) -> dict[str, Any]:
        return {f"{name}.weight": some(rows, columns), f"{name}.bias": some(rows)}

    found = {
        "embeddings.word_embeddings.weight": some(len(VOCABULARY), HIDDEN),
        "embeddings.position_embeddings.weight": some(PLACES, HIDDEN),
        "embeddings.token_type_embeddings.weight": some(2, HIDDEN),
        **norm("embeddings.LayerNorm"),
    }
    for layer in (f"encoder.layer.{number}." for number in range(LAYERS)):
        for part in ("query", "key", "value"):
            found |= linear(f"{layer}attention.self.{part}", HIDDEN, HIDDEN)
        found |= linear(f"{layer}attention.output.dense", HIDDEN, HIDDEN)
        found |= norm(f"{layer}attention.output.LayerNorm")
        found |= linear(f"{layer}intermediate.dense", INNER, HIDDEN)
        found |= linear(f"{layer}output.dense", HIDDEN, INNER)
        found |= norm(f"{layer}output.LayerNorm")
    return found


def safetensors(values: Mapping[str, Any], *, dtype: str = "F32") -> bytes:
    """The bytes of a safetensors file, by the format's own description."""
    header, body = {}, b""
    for name, value in values.items():
        data = encoded(value, dtype)
        offsets = [len(body), len(body) + len(data)]
        header[name] = {"dtype": dtype, "shape": list(value.shape), "data_offsets": offsets}
        body += data
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    return struct.pack("<Q", len(text)) + text + body


def encoded(value: Any, dtype: str) -> bytes:
    if dtype == "BF16":
        return (value.view(np.uint32) >> 16).astype("<u2").tobytes()
    return value.astype({"F32": "<f4", "F16": "<f2", "F64": "<f8"}[dtype]).tobytes()


def written_folder(place: Path, files: Mapping[str, Any], *, weights: bytes | None = None) -> Path:
    """The tiny encoder's folder; `files` replace its own, and None leaves one out."""
    kept: dict[str, Any] = {
        "config.json": CONFIG,
        "tokenizer.json": TOKENIZER,
        "modules.json": modules("Transformer", "Pooling", "Normalize"),
        "1_Pooling/config.json": {"word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": 16, "do_lower_case": False},
        **files,
    }
    for path, content in kept.items():
        if content is not None:
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else json.dumps(content)
            (place / path).write_text(text, encoding="utf-8")
    (place / "model.safetensors").write_bytes(safetensors(tensors()) if weights is None else weights)
    return place


def modules(*kinds: str) -> list[dict[str, Any]]:
    """What modules.json says of stages of these kinds."""
    return [
        {"idx": n, "path": f"{n}_{kind}" if n else "", "type": f"sentence_transformers.models.{kind}"}
        for n, kind in enumerate(kinds)
    ]
