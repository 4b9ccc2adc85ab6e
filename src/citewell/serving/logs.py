"""The log: one line of JSON for each request and each fault, and nothing that anybody typed.

No path, query, header, body, address or name is written: a route's template stands for the path, and of a
fault its type and the lines of code, since its message may repeat what was asked. Who did what at the desk
is in the audit trail, which is made for it.
"""

import json
import logging
import os
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from citewell.model.hooks import Card, HookCall
from citewell.serving.observing import Seen

_LOG = logging.getLogger("citewell.server")
_FIELDS = "citewell_fields"
_MOST_FRAMES = 10
_PARTS_OF_PATH = 3
# Their texts are uvicorn's own and hold nothing of a request.
_QUOTED = frozenset({"citewell.server", "uvicorn.error"})


class JsonLines(logging.Formatter):
    """A record as one line of JSON (RFC 8259)."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an unknown logger only the name is given: its texts may repeat what was sent."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage().strip() if record.name in _QUOTED else record.name,
            "pid": os.getpid(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1]:
            told.update(_fault(record.exc_info[1]))
        return json.dumps(told, separators=(",", ":"))


def logging_to_stderr(*, level: str) -> dict[str, Any]:
    """The configuration of a server's logging (`logging.config`). level: from which on a line is written."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {_LOG.name: {"level": level}, "uvicorn.error": {"level": level}},
    }


def log_request(seen: Seen) -> None:
    """One line for a request."""
    level = logging.ERROR if seen.status >= 500 else logging.INFO
    fields = {
        "request": seen.request,
        "method": seen.method,
        "route": seen.route,
        "status": seen.status,
        "seconds": round(seen.seconds, 4),
    }
    _LOG.log(level, "request", extra={_FIELDS: fields})


def log_hook(
    request: str, call: HookCall, cards: Sequence[Card], *, service: str, packs: Sequence[str]
) -> None:
    """One line for a call of a hook service: the UUID that the client gave the moment, the cards that
    answered it, each with its urgency and the part of a pack where it stands, and the packs by digest.
    """
    fields = {
        "request": request,
        "service": service,
        "instance": call.instance,
        "cards": [{"uuid": card.uuid, "indicator": card.indicator, "at": _part_of(card)} for card in cards],
        "packs": packs,
    }
    _LOG.info("hook", extra={_FIELDS: fields})


def _part_of(card: Card) -> str:
    """The path of the page in a pack that a card rests on: "/packs/x/dispositions#y"."""
    address = urlsplit(card.source_url)
    return f"{address.path}#{address.fragment}" if address.fragment else address.path


def log_bug(error: BaseException, *, request: str) -> None:
    """One line for a fault of ours."""
    _LOG.error("fault", exc_info=error, extra={_FIELDS: {"request": request}})


def log_warning(text: str) -> None:
    """One line for what is wrong with what the server works on: files, settings; nothing of a request."""
    _LOG.warning(text)


def _fault(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return {"type": type(error).__name__, "at": [_place(frame) for frame in frames]}


def _place(frame: traceback.FrameSummary) -> str:
    """A line of code, by the end of its path: where a package is installed is nobody's business."""
    path = "/".join(Path(frame.filename).parts[-_PARTS_OF_PATH:])
    return f"{path}:{frame.lineno} {frame.name}"
