"""`citewell packs test`: the worked cases of a pack, tried."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from citewell.cli import cli
from citewell.cli.pack_new import start_pack


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack that `packs new` starts, and a data folder of its own."""
    monkeypatch.setenv("CITEWELL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CITEWELL_PACKS", raising=False)
    start_pack(tmp_path / "packs" / "example-pack", today="2026-11-20")
    return tmp_path / "packs" / "example-pack"


def packs_test(*paths: Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["packs", "test", *map(str, paths)])
    return result.exit_code, result.stdout, result.stderr


def test_cases_that_hold_are_counted(example: Path) -> None:
    assert packs_test(example) == (0, "1 pack, 11 cases: all hold\n", "")


def test_a_case_that_fails_is_told_with_its_place_and_what_differs(example: Path) -> None:
    cases = example / "cases" / "treatment.yaml"
    cases.write_text(cases.read_text().replace("disposition: same-day-visit", "disposition: usual-care"))
    code, out, _ = packs_test(example)
    assert code == 1
    head, difference, summary = out.splitlines()
    assert re.fullmatch(re.escape(str(cases)) + r":\d+: A warning sign comes first", head)
    assert difference == "    disposition: expected usual-care, got same-day-visit"
    assert summary == "1 pack, 11 cases: 1 fails"


def test_a_folder_of_packs_is_tried_one_by_one(example: Path) -> None:
    start_pack(example.parent / "another-pack", today="2026-11-20")
    assert packs_test(example.parent)[:2] == (0, "2 packs, 22 cases: all hold\n")


def test_a_pack_stands_alone(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another pack in use must neither answer for it nor stand in its way."""
    start_pack(example.parent / "another-pack", today="2026-11-20")
    monkeypatch.setenv("CITEWELL_PACKS", str(example.parent / "another-pack"))
    assert packs_test(example)[:2] == (0, "1 pack, 11 cases: all hold\n")


def test_without_cases_there_is_nothing_to_fail(example: Path) -> None:
    (example / "cases" / "treatment.yaml").unlink()
    assert packs_test(example)[:2] == (0, "1 pack, 0 cases: all hold\n")


def test_a_pack_that_cannot_be_read_is_refused_with_the_remedy(example: Path) -> None:
    (example / "facts.yaml").write_text("age: {type: number\n")
    code, out, err = packs_test(example)
    assert (code, out) == (2, "")
    assert f"citewell packs check {example}" in err


def test_nothing_is_recorded(example: Path, tmp_path: Path) -> None:
    packs_test(example)
    assert not (tmp_path / "home" / "ledger").exists()


def test_a_folder_that_is_not_there(example: Path) -> None:
    code, _, err = packs_test(example.parent / "none")
    assert code == 3
    assert "there is no folder" in err
