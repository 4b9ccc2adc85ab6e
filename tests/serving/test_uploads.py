"""Bodies are counted while they come, whatever they say of themselves."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.middleware import Middleware
from starlette.types import Message

from citewell.serving.uploads import Uploads
from serving_builders import behind

LAYER = Middleware(Uploads, most=1000, larger={"/upload/file": 5000, "/upload/more/": 5000})


def in_pieces(size: int) -> Iterator[bytes]:
    yield from (b"x" * 100 for _ in range(size // 100))


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/upload/x", 1000, 200),
        ("/upload/x", 1100, 413),
        ("/upload/file", 5000, 200),
        ("/upload/file", 5100, 413),
        ("/upload/file/x", 1100, 413),
        ("/upload/more", 1100, 413),
        ("/upload/more/x", 5000, 200),
        ("/upload/more/x", 5100, 413),
    ],
)
def test_what_is_too_large_is_refused(path: str, size: int, status: int) -> None:
    client = behind(LAYER)
    assert client.post(path, content=b"x" * size).status_code == status
    assert client.post(path, content=in_pieces(size)).status_code == status


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Content-Length", "1" * 5000, 413),
        ("Content-Length", "-1", 400),
        ("Content-Length", "1e3", 400),
        ("Content-Length", "²", 400),
        ("Content-Encoding", "gzip", 415),
        ("Content-Encoding", "identity, br", 415),
        ("Content-Encoding", "Identity", 200),
    ],
)
def test_what_is_announced_badly_is_refused(header: str, value: str, status: int) -> None:
    sent = {header.encode(): value.encode("latin-1")}
    assert behind(LAYER).post("/upload/x", content=b"x", headers=sent).status_code == status


def test_who_sends_too_slowly_is_not_waited_for() -> None:
    statuses: list[int] = []

    async def nothing_comes() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    app = behind(Middleware(Uploads, larger={}, seconds=0.01)).app
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/upload/x",
        "headers": [],
        "query_string": b"",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    # In a thread of its own: a browser of another test keeps a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, nothing_comes, send)).result()
    assert statuses == [408]
