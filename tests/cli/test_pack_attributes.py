"""`citewell packs attributes`, as it is typed."""

import json
import re
import subprocess
from collections.abc import Callable

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def test_the_attributes_are_told_in_words_and_for_programs(run: Run) -> None:
    page = run("packs", "attributes", "vertebral-fracture").stdout.decode()
    assert re.findall(r"^ *• (\d+)\. ", page, re.MULTILINE) == [str(n) for n in range(1, 14)]
    assert "2. Developer: not stated" in page
    assert "5. Use of race: not used" in page
    assert "10. Use of sex: used" in page
    told = json.loads(run("packs", "attributes", "vertebral-fracture", "--format", "json").stdout)
    assert (told["developer"], [use["used"] for use in told["uses"]].count(True)) == (None, 3)
    assert [each["n"] for each in told["bibliography"][:2]] == [1, 2]


def test_a_pack_that_there_is_not_is_refused(run: Run) -> None:
    refused = run("packs", "attributes", "vertebral-fractures")
    assert (refused.returncode, refused.stdout) == (3, b"")
    assert b"vertebral-fracture" in refused.stderr
