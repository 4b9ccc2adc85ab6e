"""The safetensors format, read as data: a JSON header and raw bytes behind it, never a pickle.

Format: https://github.com/huggingface/safetensors#format. Forty lines need no further dependency, and every
offset of a hostile file is checked here before a byte is looked at.
"""

import hashlib
import math
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from citewell.errors import InputError

FloatArray = NDArray[np.float32]

_LENGTH_BYTES = 8
_LONGEST_HEADER = 8 * 2**20
_LARGEST_FILE = 2 * 2**30
_WIDTHS = {"F32": 4, "F16": 2, "BF16": 2}


class _Tensor(msgspec.Struct):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """The tensors of a file by name. digest: SHA-256 of the whole file, as it was when it was opened."""

    path: Path
    digest: str
    _body: memoryview
    _tensors: Mapping[str, _Tensor]

    def __contains__(self, name: str) -> bool:
        return name in self._tensors

    def tensor(self, name: str, shape: tuple[int, ...]) -> FloatArray:
        """A tensor as float32. Raises InputError when it is absent, cut short, of another shape or type."""
        found = self._tensors.get(name)
        if found is None:
            raise InputError(f"{self.path}: has no tensor {name!r}: is it of the BERT family?")
        if found.shape != shape:
            raise InputError(f"{self.path}: {name} has the shape {found.shape}, config.json says {shape}")
        values = _as_floats(self._bytes(name, found), found.dtype).reshape(shape)
        if not np.isfinite(values).all():
            raise InputError(f"{self.path}: {name} has values that are no numbers")
        return values

    def _bytes(self, name: str, found: _Tensor) -> memoryview:
        start, end = found.data_offsets
        wanted = math.prod(found.shape) * _WIDTHS.get(found.dtype, 0)
        if not wanted:
            raise InputError(f"{self.path}: {name} is of the type {found.dtype}: F32, F16 and BF16 are read")
        if end - start != wanted or not 0 <= start <= end <= len(self._body):
            raise InputError(f"{self.path}: {name} does not lie where the header says: is the file whole?")
        return self._body[start:end]


def read_weights(path: Path) -> Weights:
    """The tensors of a safetensors file. Raises InputError for anything else, and over 2 GiB."""
    try:
        size = path.stat().st_size
        if not path.is_file() or not _LENGTH_BYTES < size <= _LARGEST_FILE:
            raise InputError(f"{path} is no safetensors file of at most 2 GiB")
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint=_ONLY_SAFETENSORS) from None
    length = int.from_bytes(whole[:_LENGTH_BYTES], "little")
    body = _LENGTH_BYTES + length
    if length > _LONGEST_HEADER or body > len(whole):
        raise InputError(f"{path} is no safetensors file: its header has no length that could be")
    tensors = _header(path, bytes(whole[_LENGTH_BYTES:body]))
    return Weights(path, hashlib.sha256(whole).hexdigest(), whole[body:], tensors)


_ONLY_SAFETENSORS = "only model.safetensors is read: other formats are pickles, which can run code"


def _header(path: Path, text: bytes) -> Mapping[str, _Tensor]:
    try:
        header = msgspec.json.decode(text, type=dict[str, Any])
        header.pop("__metadata__", None)
        return msgspec.convert(header, type=dict[str, _Tensor])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InputError(f"{path} is no safetensors file: {error}") from None


def _as_floats(data: memoryview, dtype: str) -> FloatArray:
    if dtype == "F32":
        return np.frombuffer(data, "<f4")
    if dtype == "F16":
        return np.frombuffer(data, "<f2").astype(np.float32)
    # A bfloat16 is the upper half of a float32.
    return (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32)
