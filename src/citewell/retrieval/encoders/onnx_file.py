"""ONNX models written byte by byte: the few messages of onnx.proto that a graph of ours has.

The `onnx` package would take 31 MB for this; the wire format of protocol buffers takes a few functions
(https://protobuf.dev/programming-guides/encoding/, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
The numbers below are those of the fields there.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Attribute = int | float | str | NDArray[np.generic]

FLOAT, UINT8, INT8, INT64 = 1, 2, 3, 7
_TYPES = {"float32": FLOAT, "uint8": UINT8, "int8": INT8, "int64": INT64}
# IR version 9 and operator set 20 belong together (ONNX 1.15): the first set that has Gelu.
_IR_VERSION = 9
_OPERATORS = 20
MICROSOFT = "com.microsoft"


@dataclass(slots=True)
class Graph:
    """A graph as it is put together: every operation and constant is named by its output."""

    _nodes: list[bytes] = field(default_factory=list)
    _constants: dict[str, bytes] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A constant of this name, once."""
        self._constants[name] = _tensor(value, name)
        return name

    def op(self, kind: str, inputs: Sequence[str], output: str, **attributes: Attribute) -> str:
        """An operation of ONNX with one output; gives the output's name."""
        self._nodes.append(_node(kind, inputs, (output,), "", attributes))
        return output

    def ops(
        self,
        kind: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        *,
        domain: str = "",
        **attributes: Attribute,
    ) -> Sequence[str]:
        """An operation with several outputs, or of another domain."""
        self._nodes.append(_node(kind, inputs, outputs, domain, attributes))
        return outputs

    def model(self, *, ids: str, vector: str, dimensions: int, element: int) -> bytes:
        """The file: ids of tokens (a list of int64) in, a vector of `dimensions` elements of a type out."""
        graph = b"".join(_message(1, node) for node in self._nodes) + _message(2, b"encoder")
        graph += b"".join(_message(5, constant) for constant in self._constants.values())
        graph += _message(11, _value(ids, INT64, (_message(2, b"tokens"),)))
        graph += _message(12, _value(vector, element, (_number(1, dimensions),)))
        sets = _message(8, _message(1, b"") + _number(2, _OPERATORS))
        sets += _message(8, _message(1, MICROSOFT.encode()) + _number(2, 1))
        return _number(1, _IR_VERSION) + _message(2, b"citewell") + _message(7, graph) + sets


def _node(
    kind: str, inputs: Sequence[str], outputs: Sequence[str], domain: str, attributes: Mapping[str, Attribute]
) -> bytes:
    parts = [_message(1, name.encode()) for name in inputs]
    parts += [_message(2, name.encode()) for name in outputs]
    parts += [_message(3, outputs[0].encode()), _message(4, kind.encode())]
    parts += [_message(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join(parts) + (_message(7, domain.encode()) if domain else b"")


def _attribute(name: str, value: Attribute) -> bytes:
    named = _message(1, name.encode())
    if isinstance(value, float):
        return named + _key(2, 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return named + _number(3, value) + _number(20, 2)
    if isinstance(value, str):
        return named + _message(4, value.encode()) + _number(20, 3)
    return named + _message(5, _tensor(value, "")) + _number(20, 4)


def _tensor(value: NDArray[np.generic], name: str) -> bytes:
    shape = b"".join(_number(1, size) for size in value.shape)
    little = np.ascontiguousarray(value, value.dtype.newbyteorder("<"))
    return (
        shape
        + _number(2, _TYPES[value.dtype.name])
        + _message(8, name.encode())
        + _message(9, little.tobytes())
    )


def _value(name: str, element: int, shape: Sequence[bytes]) -> bytes:
    dimensions = b"".join(_message(1, size) for size in shape)
    return _message(1, name.encode()) + _message(
        2, _message(1, _number(1, element) + _message(2, dimensions))
    )


def _message(number: int, data: bytes) -> bytes:
    return _key(number, 2) + _varint(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _key(number, 0) + _varint(value)


def _key(number: int, wire_type: int) -> bytes:
    return _varint(number << 3 | wire_type)


def _varint(value: int) -> bytes:
    # A negative number is written as the 64 bits of its two's complement.
    value &= 2**64 - 1
    groups = bytearray()
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes((*groups, value))
