"""A BERT encoder as an ONNX graph, built from its weights (Devlin et al., NAACL 2019).

Quantised, every weight is an integer of 7 bits with a scale for each output, every activation one of 8 bits
with a scale for each token, found while it runs. A product of two pairs is then at most 2 · 255 · 63 = 32,130
and fits the 16 bits that processors without VNNI add pairs in: the integer sums are the same on all of them.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from citewell.retrieval.encoders.onnx_file import FLOAT, INT8, MICROSOFT, Graph
from citewell.retrieval.encoders.record import Pooling, Precision, Sizes
from citewell.retrieval.encoders.weights import FloatArray, Weights
from citewell.retrieval.vector import SCALE

# To be raised whenever the same weights would become another graph.
BUILDER = 2

# What `hidden_act` is called, and the `approximate` of ONNX's Gelu.
ACTIVATIONS: Mapping[str, str] = {"gelu": "none", "gelu_new": "tanh", "gelu_pytorch_tanh": "tanh"}

_WEIGHT_LEVELS = 63
_ACTIVATION_LEVELS = 127
_ACTIVATION_ZERO = 128
_ROW_LEVELS = 127
# A row of zeros has a scale, too: the least normal number of float32.
_LEAST = float(np.finfo(np.float32).tiny)


def bert_graph(weights: Weights, sizes: Sizes, *, pooling: Pooling, precision: Precision) -> bytes:
    """The model file: `ids` (int64, the tokens of one text) to `vector` (int8, a unit vector times 127).

    precision: how weights and activations are multiplied; the vector is int8 either way. Raises InputError
    when a tensor is missing or not of the shape that the sizes say.
    """
    return _Builder(weights, sizes, precision).encoder(pooling)


class _Builder:
    """Puts the graph together, from ids to vector. Values are of the shape 1 × tokens × width."""

    def __init__(self, weights: Weights, sizes: Sizes, precision: Precision) -> None:
        self._weights, self._sizes, self._precision = weights, sizes, precision
        self._prefix = "bert." if "bert.embeddings.LayerNorm.weight" in weights else ""
        self._graph = Graph()

    def encoder(self, pooling: Pooling) -> bytes:
        graph, sizes = self._graph, self._sizes
        self._constants()
        hidden = self._embedded()
        for layer in range(sizes.num_hidden_layers):
            hidden = self._layer(f"encoder.layer.{layer}.", hidden)
        pooled = self._pooled(hidden, pooling)
        unit = graph.op(
            "LpNormalization", [graph.op("Reshape", [pooled, "last"], "flat")], "unit", axis=-1, p=2
        )
        graph.op(
            "Cast",
            [graph.op("Round", [graph.op("Mul", [unit, "scale"], "scaled")], "rounded")],
            "vector",
            to=INT8,
        )
        return graph.model(ids="ids", vector="vector", dimensions=sizes.hidden_size, element=INT8)

    def _constants(self) -> None:
        # "last" is also the length -1 of a reshaping: whatever there is.
        for name, number in (("last", -1), ("zero", 0), ("one", 1)):
            self._graph.constant(name, np.array([number], np.int64))
        self._graph.constant("scale", np.array(SCALE, np.float32))
        self._graph.constant("unscaled", np.array(1, np.float32))
        self._graph.constant("level", np.array(1 / _ACTIVATION_LEVELS, np.float32))
        self._graph.constant("least", np.array(_LEAST, np.float32))
        self._graph.constant("middle", np.array(_ACTIVATION_ZERO, np.uint8))

    def _embedded(self) -> str:
        """Word, position and type of each token; the type is always the first, for there is one text."""
        graph, sizes = self._graph, self._sizes
        graph.op("Shape", ["ids"], "length")
        graph.op("ConstantOfShape", ["length"], "middles", value=np.array([_ACTIVATION_ZERO], np.uint8))
        types = self._weight("embeddings.token_type_embeddings.weight", sizes.type_vocab_size)
        positions = self._weight("embeddings.position_embeddings.weight", sizes.max_position_embeddings)
        graph.constant("positions", positions + types[0])
        graph.op("Slice", ["positions", "zero", "length", "zero"], "places")
        graph.op("Add", [self._words(), "places"], "tokens")
        return self._normed(graph.op("Unsqueeze", ["tokens", "zero"], "embedded"), "embeddings.LayerNorm")

    def _words(self) -> str:
        graph, words = self._graph, self._weight("embeddings.word_embeddings.weight", self._sizes.vocab_size)
        if self._precision == "float32":
            return graph.op("Gather", [graph.constant("words", words), "ids"], "words.found")
        levels, scales = _levels(words, _ROW_LEVELS)
        graph.op("Gather", [graph.constant("words", levels), "ids"], "words.levels")
        graph.op("Gather", [graph.constant("words.scales", scales), "ids"], "words.scale")
        return graph.op(
            "Mul", [graph.op("Cast", ["words.levels"], "words.cast", to=FLOAT), "words.scale"], "words.found"
        )

    def _layer(self, layer: str, hidden: str) -> str:
        """One layer: attention, then the two feed-forward maps, each added to what went in and normed."""
        graph, width, inner = self._graph, self._sizes.hidden_size, self._sizes.intermediate_size
        heads = self._attention(layer, hidden)
        output = f"{layer}attention.output"
        middle = self._added(self._linear(f"{output}.dense", (width, width), heads), hidden, output)
        wide = self._linear(f"{layer}intermediate.dense", (inner, width), middle)
        graph.op("Add", [wide, self._bias(f"{layer}intermediate.dense", inner)], f"{layer}wide")
        approximate = ACTIVATIONS[self._sizes.hidden_act]
        active = graph.op("Gelu", [f"{layer}wide"], f"{layer}active", approximate=approximate)
        narrow = self._linear(f"{layer}output.dense", (width, inner), active)
        return self._added(narrow, middle, f"{layer}output")

    def _attention(self, layer: str, hidden: str) -> str:
        """Every head's attention. Queries, keys and values are one product: they read the same input."""
        width = self._sizes.hidden_size
        names = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._tensor(f"{name}.weight", (width, width)) for name in names])
        bias = np.concatenate([self._tensor(f"{name}.bias", (width,)) for name in names])
        joined = self._product(f"{layer}attention.self", weight, hidden)
        found = [f"{name}.found" for name in names]
        split = self._graph.ops("Split", [joined], found, axis=-1, num_outputs=3)
        return self._graph.ops(
            "MultiHeadAttention",
            [*split, self._graph.constant(f"{layer}attention.self.bias", bias)],
            [f"{layer}attention.heads"],
            domain=MICROSOFT,
            num_heads=self._sizes.num_attention_heads,
        )[0]

    def _linear(self, name: str, shape: tuple[int, int], value: str) -> str:
        """A linear map but for its bias, which is added where that costs no pass of its own."""
        return self._product(name, self._tensor(f"{name}.weight", shape), value)

    def _bias(self, name: str, width: int) -> str:
        return self._graph.constant(f"{name}.bias", self._tensor(f"{name}.bias", (width,)))

    def _added(self, value: str, skipped: str, name: str) -> str:
        """What comes out of a linear map, its bias and what went in before, added and normed."""
        # In three steps: the one operation that onnxruntime has for them takes five times as long.
        graph = self._graph
        graph.op("Add", [value, self._bias(f"{name}.dense", self._sizes.hidden_size)], f"{name}.biased")
        graph.op("Add", [f"{name}.biased", skipped], f"{name}.added")
        return self._normed(f"{name}.added", f"{name}.LayerNorm")

    def _product(self, name: str, weight: FloatArray, value: str) -> str:
        graph = self._graph
        if self._precision == "float32":
            return graph.op("MatMul", [value, graph.constant(f"{name}.weight", weight.T)], f"{name}.product")
        levels, scales = _levels(weight, _WEIGHT_LEVELS)
        graph.op("Abs", [value], f"{name}.sizes")
        graph.op("ReduceMax", [f"{name}.sizes", "last"], f"{name}.largest", keepdims=1)
        graph.op("Mul", [f"{name}.largest", "level"], f"{name}.levels")
        graph.op("Max", [f"{name}.levels", "least"], f"{name}.scale")
        graph.op("Reshape", [f"{name}.scale", "last"], f"{name}.scales")
        graph.op("QuantizeLinear", [value, f"{name}.scales", "middles"], f"{name}.quantised", axis=1)
        # The operation knows one scale for all tokens, which is one here: theirs are multiplied behind it.
        inputs = [f"{name}.quantised", f"{name}.weight", "unscaled", f"{name}.outputs", "middle"]
        graph.constant(f"{name}.weight", levels.T)
        graph.constant(f"{name}.outputs", scales[:, 0])
        graph.ops("MatMulIntegerToFloat", inputs, [f"{name}.scaled"], domain=MICROSOFT)
        return graph.op("Mul", [f"{name}.scaled", f"{name}.scale"], f"{name}.product")

    def _normed(self, value: str, name: str) -> str:
        width = self._sizes.hidden_size
        weight = self._graph.constant(f"{name}.weight", self._tensor(f"{name}.weight", (width,)))
        inputs, epsilon = [value, weight, self._bias(name, width)], self._sizes.layer_norm_eps
        return self._graph.op("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)

    def _pooled(self, hidden: str, pooling: Pooling) -> str:
        if pooling == "cls":
            return self._graph.op("Slice", [hidden, "zero", "one", "one"], "pooled")
        kind = "ReduceMean" if pooling == "mean" else "ReduceMax"
        return self._graph.op(kind, [hidden, "one"], "pooled", keepdims=0)

    def _weight(self, name: str, rows: int) -> FloatArray:
        return self._tensor(name, (rows, self._sizes.hidden_size))

    def _tensor(self, name: str, shape: tuple[int, ...]) -> FloatArray:
        return self._weights.tensor(self._prefix + name, shape)


def _levels(values: FloatArray, most: int) -> tuple[NDArray[np.int8], FloatArray]:
    """Integers from -most to most, and the scales that they are to be multiplied by, for each row."""
    scales = np.maximum(np.abs(values).max(axis=1, keepdims=True) / most, np.float32(_LEAST))
    return np.rint(values / scales).astype(np.int8), scales.astype(np.float32)
