"""What an encoder of the BERT family is, and what is kept of one that was added."""

from dataclasses import dataclass
from typing import Literal

Pooling = Literal["mean", "cls", "max"]
Precision = Literal["int8", "float32"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What config.json says of a BERT encoder, in transformers' words."""

    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float
    hidden_act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TowerRecord:
    """One side: its two files by their SHA-256, and what is done to a text before.

    length: the most tokens of a text, those at its ends included. lower: whether case is taken away first.
    """

    graph: str
    tokenizer: str
    prefix: str
    length: int
    lower: bool
    pooling: Pooling


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderRecord:
    """An encoder as it was added: what it is called, where it came from, and its two sides.

    fingerprint: 32 hexadecimal digits of all that a vector depends on besides its text. source: the package
    or folder it was added from. size: of its files, in bytes. unrelated: the cosine of a question and a
    passage that have nothing to do with each other (see `calibration`).
    """

    name: str
    fingerprint: str
    dimensions: int
    precision: Precision
    source: str
    size: int
    question: TowerRecord
    passages: TowerRecord
    unrelated: float = 0.0
