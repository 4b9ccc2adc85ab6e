"""A pack's files are read within limits and without leaving the folder."""

import hashlib
import os
from pathlib import Path

import pytest

from citewell.guidelines import files
from citewell.guidelines.files import PackFile, digest_of, read_files
from citewell.guidelines.places import Place


def read(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    place = Place()
    found = read_files(folder, place)
    return [file.path for file in found], [(problem.path, problem.code) for problem in place.problems]


def test_files_come_in_order_of_path_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    for path in ("b.yaml", "a/z.yaml", "a.yaml", ".swp", ".git/config"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    assert read(tmp_path) == (["a.yaml", "a/z.yaml", "b.yaml"], [])


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("x")
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "file.yaml").symlink_to(outside / "secret.yaml")
    (pack / "folder").symlink_to(outside)
    (pack / "nowhere.yaml").symlink_to("/nonexistent")
    faults = [(name, "file.link") for name in ("file.yaml", "folder", "nowhere.yaml")]
    assert read(pack) == ([], faults)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "facts.yaml")
    assert read(tmp_path) == ([], [("facts.yaml", "file.special")])


def test_a_file_over_a_mebibyte_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "most.yaml").write_bytes(b"x" * files.LARGEST_FILE)
    (tmp_path / "more.yaml").write_bytes(b"x" * (files.LARGEST_FILE + 1))
    assert read(tmp_path) == (["most.yaml"], [("more.yaml", "file.size")])


def test_the_count_of_files_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.yaml").write_text("x")
    assert read(tmp_path) == (["0.yaml", "1.yaml", "2.yaml"], [("", "file.count")])


def test_folders_are_not_followed_forever(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 12)
    deep.mkdir(parents=True)
    (deep / "a.yaml").write_text("x")
    paths, faults = read(tmp_path)
    assert paths == []
    assert [code for _, code in faults] == ["file.depth"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x")
    (tmp_path / "a.yaml").chmod(0)
    assert read(tmp_path) == ([], [("a.yaml", "file.unreadable")])


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    assert read(tmp_path / "nothing") == ([], [("", "file.folder")])


def test_the_digest_is_over_paths_and_bytes() -> None:
    expected = hashlib.sha256(b"a.yaml\0x\0b/c.yaml\0yz\0").hexdigest()
    assert digest_of((PackFile("a.yaml", b"x"), PackFile("b/c.yaml", b"yz"))) == expected
