"""What an encoder is: text in, a vector of meaning out.

A vector is kept and passed as bytes, one signed byte for each dimension: a text's unit vector times 127,
rounded. Two vectors are as near as their dot product, an exact integer on every machine.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

# What a component of a unit vector is multiplied by before it is rounded.
SCALE = 127


class Encoder(Protocol):
    """Turns texts into vectors.

    name: as it is told to people. fingerprint: 32 hexadecimal digits of all that a vector depends on besides
    its text (weights, quantisation, pooling, prefixes, length); the same text gives the same vector whatever
    is encoded beside it. dimensions: how many bytes a vector has. unrelated: the cosine of a question and a
    passage that have nothing to do with each other; what is nearer than that counts.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    @property
    def dimensions(self) -> int: ...  # noqa: D102

    @property
    def unrelated(self) -> float: ...  # noqa: D102

    def question(self, text: str) -> bytes:
        """The vector of what is sought."""
        ...

    def passages(self, texts: Sequence[str]) -> Iterator[bytes]:
        """The vectors of what is found, in the order of the texts; the cores work side by side."""
        ...
