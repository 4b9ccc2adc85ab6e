"""The graph against BERT computed by hand, and what a vector does not depend on."""

import math
from pathlib import Path
from typing import Any

import pytest

from citewell.retrieval.encoders.adding import Wanted, add
from citewell.retrieval.encoders.store import EncoderStore
from citewell.retrieval.encoders.transformer import TransformerEncoder
from encoder_builders import (
    CONFIG,
    HEADS,
    HIDDEN,
    LAYERS,
    TOKENIZER,
    VOCABULARY,
    np,
    safetensors,
    tensors,
    written_folder,
)

TEXTS = ("Calcitonin for pain?", "pain", "", "spine, spine, spine", "w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11")


def added(tmp_path: Path, folder: Path, **wanted: Any) -> TransformerEncoder:
    store = EncoderStore(tmp_path / "encoders")
    record = add(store, Wanted(name="tiny", source=str(folder), folder=folder, **wanted))
    return TransformerEncoder(record, store)


def numbers(vector: bytes) -> Any:
    return np.frombuffer(vector, np.int8).astype(np.float64)


def cosine(one: Any, other: Any) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def ids_of(*words: str) -> list[int]:
    return [VOCABULARY[word] for word in ("[CLS]", *words, "[SEP]")]


def by_hand(ids: list[int], *, pooling: str = "mean", act: str = "gelu") -> Any:
    """BERT's forward pass in float64, from the paper: nothing of the graph's builder is used."""
    w = {name: value.astype(np.float64) for name, value in tensors().items()}

    def norm(x: Any, name: str) -> Any:
        centred = x - x.mean(-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(-1, keepdims=True) + CONFIG["layer_norm_eps"])
        return centred / deviation * w[f"{name}.weight"] + w[f"{name}.bias"]

    def linear(x: Any, name: str) -> Any:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def heads(x: Any) -> Any:
        return x.reshape(len(ids), HEADS, HIDDEN // HEADS).transpose(1, 0, 2)

    def gelu(x: Any) -> Any:
        if act == "gelu":
            return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))
        return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    x = w["embeddings.word_embeddings.weight"][ids]
    x = x + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        query, key, value = (
            heads(linear(x, f"{layer}attention.self.{part}")) for part in ("query", "key", "value")
        )
        scores = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN // HEADS))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        joined = mixed.transpose(1, 0, 2).reshape(len(ids), HIDDEN)
        x = norm(x + linear(joined, f"{layer}attention.output.dense"), f"{layer}attention.output.LayerNorm")
        inner = linear(gelu(linear(x, f"{layer}intermediate.dense")), f"{layer}output.dense")
        x = norm(x + inner, f"{layer}output.LayerNorm")
    pooled = {"mean": x.mean(0), "cls": x[0], "max": x.max(0)}[pooling]
    return pooled / np.linalg.norm(pooled) * 127


@pytest.mark.parametrize("pooling", ["mean", "cls", "max"])
@pytest.mark.parametrize("act", ["gelu", "gelu_new"])
def test_the_graph_computes_what_the_paper_says(tmp_path, pooling, act):
    said = {
        "config.json": {**CONFIG, "hidden_act": act},
        "1_Pooling/config.json": {
            f"pooling_mode_{mode}_tokens".replace("cls_tokens", "cls_token"): mode == pooling
            for mode in ("mean", "cls", "max")
        },
    }
    encoder = added(tmp_path, written_folder(tmp_path / "tiny", said), precision="float32")
    expected = by_hand(ids_of("calci", "##tonin", "for", "pain", "?"), pooling=pooling, act=act)
    assert np.abs(numbers(encoder.question("Calcitonin for pain?")) - expected).max() <= 0.51


def test_integers_come_near_to_floats(tmp_path):
    folder = written_folder(tmp_path / "tiny", {})
    encoder = added(tmp_path, folder)
    near = cosine(numbers(encoder.question("pain is a spine")), by_hand(ids_of("pain", "is", "a", "spine")))
    assert near > 0.99
    assert encoder.dimensions == len(encoder.question("")) == HIDDEN


@pytest.mark.parametrize("dtype", ["F16", "BF16"])
def test_half_the_precision_is_read(tmp_path, dtype):
    folder = written_folder(tmp_path / "tiny", {}, weights=safetensors(tensors(), dtype=dtype))
    vector = numbers(added(tmp_path, folder, precision="float32").question("pain"))
    assert cosine(vector, by_hand(ids_of("pain"))) > 0.99


def test_weights_may_stand_under_bert(tmp_path):
    named = {f"bert.{name}": value for name, value in tensors().items()}
    one = added(tmp_path / "one", written_folder(tmp_path / "a", {}))
    other = added(tmp_path / "other", written_folder(tmp_path / "b", {}, weights=safetensors(named)))
    assert one.question("pain") == other.question("pain")


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(tmp_path):
    encoder = added(tmp_path, written_folder(tmp_path / "tiny", {}))
    many = [f"{text} w{n % 80}" for n in range(60) for text in TEXTS]
    together = list(encoder.passages(many))
    assert together == [next(encoder.passages([text])) for text in many]
    assert together[:5] == [encoder.question(text) for text in many[:5]]
    assert list(encoder.passages([])) == []


def test_passages_come_as_they_are_taken_and_may_be_left(tmp_path):
    encoder = added(tmp_path, written_folder(tmp_path / "tiny", {}))

    class Counted(list[str]):
        asked = 0

        def __getitem__(self, place: Any) -> Any:
            type(self).asked = max(self.asked, place.stop)
            return super().__getitem__(place)

    begun = encoder.passages(Counted(["pain"] * 20_000))
    assert next(begun) == encoder.question("pain")
    begun.close()
    assert Counted.asked < 5_000


def test_what_stands_before_a_text_and_where_it_ends(tmp_path):
    said = {
        "config_sentence_transformers.json": {"prompts": {"query": "pain is ", "document": "a "}},
        "sentence_bert_config.json": {"max_seq_length": 5, "do_lower_case": False},
    }
    prefixed = added(tmp_path / "one", written_folder(tmp_path / "a", said))
    bare = added(tmp_path / "two", written_folder(tmp_path / "b", {}))
    assert prefixed.question("spine") == bare.question("pain is spine")
    assert next(prefixed.passages(["spine"])) == bare.question("a spine")
    assert prefixed.question("spine w1 w2 w3") == prefixed.question("spine")
    assert prefixed.fingerprint != bare.fingerprint


def test_what_is_given_wins_over_what_the_folder_says(tmp_path):
    said = {"config_sentence_transformers.json": {"prompts": {"query": "pain is "}}}
    folder = written_folder(tmp_path / "a", said)
    given = added(tmp_path / "one", folder, question_prefix="", passage_prefix="a ", pooling="cls")
    assert given.question("a spine") == next(given.passages(["spine"]))
    expected = by_hand(ids_of("spine"), pooling="cls")
    assert cosine(numbers(given.question("spine")), expected) > 0.99


def test_passages_may_have_an_encoder_of_their_own(tmp_path):
    other = written_folder(tmp_path / "b", {}, weights=safetensors(tensors(seed=1)))
    pair = added(tmp_path / "one", written_folder(tmp_path / "a", {}), passages=other)
    assert next(pair.passages(["pain"])) == added(tmp_path / "two", other).question("pain")
    assert next(pair.passages(["pain"])) != pair.question("pain")


def test_ids_beyond_the_encoders_places_are_cut_off(tmp_path):
    said = {"sentence_bert_config.json": {"max_seq_length": 512}, "tokenizer.json": TOKENIZER}
    encoder = added(tmp_path, written_folder(tmp_path / "tiny", said))
    assert encoder.question("pain " * 38) == encoder.question("pain " * 10_000)
