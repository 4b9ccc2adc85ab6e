"""`citewell packs check` over several folders: packs and bases, each and together."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from citewell.cli import cli
from citewell.cli.pack_new import start_pack

BASE = """\
id: shared
title: What is shared
version: 0.1.0
updated: 2026-11-20
summary: An example.
"""
GLOSSARY = "example: {plain: a thing that shows how it is done}\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a base and a pack, which does not import it."""
    start_pack(tmp_path / "one", today="2026-11-20")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.yaml").write_text(BASE)
    (tmp_path / "shared" / "glossary.yaml").write_text(GLOSSARY)
    return tmp_path


def checked(*paths: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["packs", "check", *map(str, paths)])
    return done.exit_code, done.stdout


def test_a_folder_of_packs_and_bases_is_checked_whole(shelf: Path) -> None:
    assert checked(shelf) == (0, "1 base and 1 pack checked: no problems\n")


def test_a_base_alone_is_checked(shelf: Path) -> None:
    assert checked(shelf / "shared") == (0, "1 base checked: no problems\n")


def test_a_folder_that_is_named_twice_is_checked_once(shelf: Path) -> None:
    assert checked(shelf, shelf / "one", shelf / "." / "one") == (
        0,
        "1 base and 1 pack checked: no problems\n",
    )


def test_a_folder_of_bases_alone(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "bases").mkdir()
    (shelf / "shared").rename(tmp_path / "bases" / "shared")
    assert checked(tmp_path / "bases") == (0, "1 base checked: no problems\n")


def test_packs_that_are_copies_of_each_other_are_told_to_share(shelf: Path) -> None:
    start_pack(shelf / "two", today="2026-11-20")
    code, out = checked(shelf / "one", shelf / "two")
    assert code == 1
    faults = [line for line in out.splitlines()[:-1] if not line.startswith(" ")]
    assert faults
    assert all(line.startswith(str(shelf / "two")) and ": across.twice: " in line for line in faults)
    assert checked(shelf / "one")[0] == checked(shelf / "two")[0] == 0


def test_the_json_names_bases_first(shelf: Path) -> None:
    (shelf / "shared" / "odd.yaml").write_text("a: b\n")
    done = CliRunner().invoke(cli, ["packs", "check", str(shelf), "--format", "json"])
    told = json.loads(done.stdout)
    assert [Path(each["path"]).name for each in told["packs"]] == ["shared", "one"]
    assert [each["code"] for each in told["packs"][0]["problems"]] == ["file.unknown"]
    assert told["problems"] == 1


def test_without_a_path_the_bases_of_the_packs_in_use_are_checked_with_them() -> None:
    done = CliRunner().invoke(cli, ["packs", "check", "--format", "json"])
    told = [Path(each["path"]).name for each in json.loads(done.stdout)["packs"]]
    assert told[0] == "clinical-base"
    assert len(told) == len(set(told))
