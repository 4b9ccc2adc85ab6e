"""`citewell packs coverage`: what worked cases try, read on a terminal and by programs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from citewell.cli import cli
from citewell.cli.pack_new import start_pack


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack that `packs new` starts, and a data folder of its own."""
    monkeypatch.setenv("CITEWELL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    start_pack(tmp_path / "my-pack", today="2026-11-20")
    return tmp_path / "my-pack"


def coverage(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["packs", "coverage", *words, "--no-pager"])
    return done.exit_code, done.output


def test_it_reads_well_at_eighty_columns(example: Path) -> None:
    code, told = coverage(str(example), "--on", "2026-11-20")
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    for title in ("Topics", "Sources by age and status", "What nothing tests"):
        assert title in told.splitlines()


def test_programs_read_it_as_json(example: Path) -> None:
    code, told = coverage(str(example), "--on", "2030-01-01", "--format", "json")
    (pack,) = json.loads(told)["packs"]
    assert code == 0
    assert pack["pack"] == "my-pack"
    assert {source["id"]: source["age"] for source in pack["sources"]}["example-society-2024"] == 6
    assert {each["kind"] for each in pack["untested"]} >= {"statements", "hand-overs", "must-mention items"}


def test_the_same_pack_gives_the_same_bytes(example: Path) -> None:
    first = coverage(str(example), "--on", "2026-11-20", "--format", "json")
    assert coverage(str(example), "--on", "2026-11-20", "--format", "json") == first


def test_a_long_list_is_cut_unless_all_is_asked_for(example: Path) -> None:
    facts = example / "facts.yaml"
    more = "".join(
        f"another-{n}:\n  type: yes-no\n  label: Another {n}\n"
        "  ask: {clinician: Is it there?, patient: Is it there?}\n"
        for n in range(20)
    )
    facts.write_text(facts.read_text() + more)
    _, cut = coverage(str(example))
    _, whole = coverage(str(example), "--all")
    assert "(--all names them)" in cut
    assert "another-19" not in cut
    assert "another-19" in whole
    assert "(--all names them)" not in whole


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "20" * 40])
def test_a_day_that_is_none_is_refused(example: Path, day: str) -> None:
    code, told = coverage(str(example), "--on", day)
    assert code == 2
    assert "--on is a day as YYYY-MM-DD" in told


def test_a_folder_that_is_not_there_is_told() -> None:
    code, _ = coverage("nowhere")
    assert code != 0


def test_a_base_has_no_coverage(example: Path) -> None:
    (example / "pack.yaml").rename(example / "base.yaml")
    code, told = coverage(str(example))
    assert code == 3
    assert "there is no pack at these paths" in told
