"""What was made and may be wanted again: kept up to so many bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by their keys; what was not wanted for longest goes first. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        """most: how many bytes are kept; a value larger than a quarter of it never is."""
        self._most = most
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def size(self) -> int:
        """How many bytes are kept, by what was said of each."""
        return self._size

    def get(self, key: K) -> V | None:
        """The value, where it is kept."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: K, value: V, *, size: int) -> None:
        """Keep a value in the place of what had its key. size: how many bytes it takes."""
        with self._lock:
            self._size -= self._values.pop(key, (None, 0))[1]
            if size > self._most // 4:
                return
            self._values[key] = (value, size)
            self._size += size
            while self._size > self._most:
                self._size -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._values.clear()
            self._size = 0
