"""What the manual tells of the API is so: its operations, and what each call of the how-to answers."""

import re
import shlex

import pytest

from api_reference import PAGE, page
from api_site import Api
from citewell.api.description import document
from manual import DOCS, Command, blocks, commands, unlike

HOW_TO = DOCS / "how-to" / "use-the-api.md"
_SERVER = "http://127.0.0.1:8000"
_FINGERPRINT = re.compile(r'"fingerprint":"([0-9a-f]{32})"')
CALLS = [command for block in blocks(HOW_TO) if block.language == "sh" for command in commands(block.text)]


def test_every_operation_is_told_as_it_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text), "run python tests/api_reference.py"


def test_every_problem_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## Problems")[2].partition("## Events")[0]
    statuses = {
        status
        for path in document()["paths"].values()
        for operation in path.values()
        for status in operation["responses"]
        if status >= "400"
    }
    assert {status for status in statuses if status not in text} == set()


def test_what_the_how_to_shows_is_what_happens(api: Api) -> None:
    fingerprint, wrong = "", []
    for call in CALLS:
        expected = tuple(line.replace("FINGERPRINT", fingerprint) for line in call.printed)
        printed = typed(api, call, fingerprint)
        fingerprint = next(iter(_FINGERPRINT.findall(printed)), fingerprint)
        if fault := unlike(expected, tuple(line[:2_000] for line in printed.splitlines())):
            wrong.append(f"$ {call.line}\n{fault}")
    assert not wrong, "\n\n".join(wrong)


def typed(api: Api, call: Command, fingerprint: str) -> str:
    """What curl would print."""
    line = call.line.replace("FINGERPRINT", fingerprint).replace("TOKEN", api.tokens["ada"])
    curl, *words = shlex.split(line)
    assert curl == "curl"
    options: dict[str, list[str]] = {"-H": [], "-d": [], "-o": [], "-w": []}
    url = ""
    while words:
        word = words.pop(0)
        if word in options:
            options[word].append(words.pop(0))
        elif word not in {"-s", "-N"}:
            url = word
    assert url.startswith(_SERVER), line
    headers = dict(header.split(": ", 1) for header in options["-H"])
    body = options["-d"][0].encode() if options["-d"] else None
    method = "POST" if options["-d"] else "GET"
    told = api.client.request(method, url.removeprefix(_SERVER), headers=headers, content=body)
    shown = "" if options["-o"] else told.text
    written = "".join(options["-w"]).replace(r"\n", "\n")
    return shown + written.replace("%{http_code}", str(told.status_code))


def test_the_how_to_has_calls() -> None:
    assert len(CALLS) > 10


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.line[:60])
def test_what_is_asked_stands_in_no_address(call: Command) -> None:
    assert "question" not in call.line.partition("-d")[0]
