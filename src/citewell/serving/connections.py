"""A connection that sends its request slowly, or a head without end, is not waited for.

uvicorn waits for ever for the head of a first request and takes as much of it as comes: some hundred idle
connections would keep everybody else out (slowloris).
"""

import asyncio
from collections.abc import Iterator
from weakref import WeakSet

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

# Once the server ends: for a request that was sent before the other side could know.
_LAST_CALL = 0.5
# For the head of a request, which a browser sends at once, and for what is left of a body nobody waits for.
PATIENCE = 10.0
_LARGEST_HEAD = 32_768
# The servers that end: of each process one, but in tests.
_ENDING: WeakSet[ServerState] = WeakSet()


class GuardedConnection(HttpToolsProtocol):
    """uvicorn's connection, with limits on the time and the size of a request's head.

    A request that was answered before its body was whole may send the rest for as long: a browser that is
    cut off while it sends does not read why.
    """

    _timer: asyncio.TimerHandle | None = None
    _in_head = True
    _head_bytes = 0
    _has_ended_one = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The head of the first request is waited for from now on."""
        super().connection_made(transport)
        self._expect()
        if self.server_state in _ENDING:
            # It was let in behind the last one that was told.
            self.shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; refuse a head that grows too large before it is whole."""
        if self._in_head:
            self._expect()
        self._has_ended_one = False
        super().data_received(data)
        # Of what brought the end of a request, most is of that request: it is no head that grows.
        if self._in_head and not self._has_ended_one and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > _LARGEST_HEAD:
                self.send_400_response("The head of the request is too large.")

    def on_headers_complete(self) -> None:
        """The head is whole. Raises ValueError, which the parser answers with 400, for one too large."""
        if sum(map(len, self._parts_of_head())) > _LARGEST_HEAD:
            raise ValueError
        self._arrived()
        self._in_head = False
        super().on_headers_complete()
        if self.server_state in _ENDING:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """The next thing that comes is a head again."""
        self._arrived()
        self._in_head, self._head_bytes, self._has_ended_one = True, 0, True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait no longer than for a head for what is left of a body."""
        super().on_response_complete()
        if self.cycle.response_complete and not self._in_head:
            self._expect()

    def shutdown(self) -> None:
        """The server ends: answer what comes in a last moment, and close."""
        _ENDING.add(self.server_state)
        if self._is_idle():
            self.loop.call_later(_LAST_CALL, super().shutdown)
        else:
            super().shutdown()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _expect(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(PATIENCE, self._give_up)

    def _arrived(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_idle():
            self.transport.close()
        else:
            # Somebody still waits for the answer to the request before.
            self._expect()

    def _parts_of_head(self) -> Iterator[bytes]:
        yield self.url
        for name, value in self.headers:
            yield name
            yield value
