"""Multinomial logistic regression over hashed features, with weights of one byte each.

A missing feature counts nothing, a present one its weights; there are no counts. Training is in
`benchmarks/train_evidence.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Classifier:
    """weights: signed bytes, `len(intercepts)` for each bucket in turn; scale: what 1 of them is worth."""

    weights: memoryview
    intercepts: tuple[float, ...]
    scale: float

    def shares(self, buckets: Iterable[int]) -> tuple[float, ...]:
        """The probability of each class, which add up to 1."""
        classes = len(self.intercepts)
        weights = self.weights
        rows = [weights[at * classes : at * classes + classes].tolist() for at in buckets]
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * classes
        return softmax([base + self.scale * one for base, one in zip(self.intercepts, sums, strict=True)])


def softmax(values: Sequence[float]) -> tuple[float, ...]:
    """Values as shares of one."""
    top = max(values)
    raised = [exp(value - top) for value in values]
    total = sum(raised)
    return tuple(value / total for value in raised)
