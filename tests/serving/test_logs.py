"""A line of the log tells what happened where, and nothing that anybody said."""

import json
import logging
import sys

import pytest

from citewell.serving.logs import JsonLines
from serving_builders import behind

SECRET = "MRN-4711"


def line_of(record: logging.LogRecord) -> dict[str, object]:
    text = JsonLines().format(record)
    assert "\n" not in text
    told: dict[str, object] = json.loads(text)
    return told


def test_a_request_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "citewell.server"):
        given = behind().get(f"/ask?q={SECRET}", headers={"User-Agent": SECRET, "Cookie": f"a={SECRET}"})
    (record,) = [each for each in caplog.records if each.name == "citewell.server"]
    line = line_of(record)
    assert line["event"] == "request"
    assert line["request"] == given.headers["x-request-id"]
    assert (line["method"], line["status"], line["level"]) == ("GET", 200, "info")
    assert SECRET not in json.dumps(line)


def test_a_fault_is_told_by_its_type_and_place(caplog: pytest.LogCaptureFixture) -> None:
    behind().get(f"/fault/{SECRET}")
    lines = [line_of(each) for each in caplog.records if each.name == "citewell.server"]
    fault = next(line for line in lines if line["event"] == "fault")
    assert fault["type"] == "KeyError"
    assert "serving_builders.py" in str(fault["at"])
    assert SECRET not in json.dumps(lines)


def test_of_other_loggers_only_the_name_is_told() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord("asyncio", logging.ERROR, "", 1, SECRET, None, sys.exc_info())
    line = line_of(record)
    assert (line["event"], line["type"]) == ("asyncio", "ValueError")
    assert SECRET not in json.dumps(line)
