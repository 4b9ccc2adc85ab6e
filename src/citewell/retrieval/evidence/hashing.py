"""Words and runs of words as numbers of buckets, the same on every machine.

Method: the hashing trick (Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009),
without signs. CRC-32 is used since it is in the standard library and the same everywhere.
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

BUCKETS = 1 << 16


def bucket(feature: str) -> int:
    """The bucket of a feature, 0 to BUCKETS - 1."""
    return crc32(feature.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)


def buckets(features: Iterable[str]) -> list[int]:
    """The buckets of features, each once, in ascending order."""
    return sorted({bucket(feature) for feature in features})


def runs(words: Sequence[str], *, longest: int) -> list[str]:
    """The runs of one to `longest` words, joined by spaces, from each word on."""
    found = list(words)
    joined = list(words)
    for length in range(1, longest):
        joined = [f"{run} {word}" for run, word in zip(joined, words[length:], strict=False)]
        found.extend(joined)
    return found
