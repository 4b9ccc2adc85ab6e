"""A compiled pack is the pack; a cache that is stale, broken or foreign is never believed."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.guidelines import cache, loader
from citewell.guidelines.cache import load_compiled
from citewell.guidelines.loader import load_pack

Write = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def folder(files: dict[str, str], write: Write) -> Path:
    return write(files)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "packs"


def compiled_in(store: Path) -> Path:
    (compiled,) = store.iterdir()
    return compiled


def test_the_compiled_pack_is_the_pack(folder: Path, store: Path) -> None:
    pack = load_pack(folder).pack
    assert load_compiled(folder, store) == pack
    assert load_compiled(folder, store) == pack


def test_a_second_load_reads_no_yaml(folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_compiled(folder, store)
    monkeypatch.setattr(loader, "pack_from", lambda *_: pytest.fail("the pack was read again"))
    assert load_compiled(folder, store) == first


def test_only_its_owner_may_read_or_write_a_compiled_pack(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    assert compiled_in(store).stat().st_mode & 0o777 == 0o600


def test_a_changed_pack_is_read_again(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    file = folder / "pack.yaml"
    file.write_text(file.read_text().replace("A small pack", "A smaller pack"))
    assert load_compiled(folder, store).title == "A smaller pack"


def test_changed_code_meets_no_compiled_pack(
    folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_compiled(folder, store)
    monkeypatch.setattr(cache, "_code_digest", lambda: "0" * 64)
    load_compiled(folder, store)
    assert len(list(store.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 5000])
def test_a_broken_compiled_pack_is_made_again(folder: Path, store: Path, content: bytes) -> None:
    first = load_compiled(folder, store)
    compiled_in(store).write_bytes(content)
    assert load_compiled(folder, store) == first
    assert compiled_in(store).read_bytes() != content


def test_an_altered_compiled_pack_is_made_again(folder: Path, store: Path) -> None:
    first = load_compiled(folder, store)
    compiled = compiled_in(store)
    compiled.write_bytes(compiled.read_bytes().replace(b"4 weeks", b"9 weeks"))
    assert load_compiled(folder, store) == first


def test_a_compiled_pack_others_may_write_is_not_believed(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    compiled = compiled_in(store)
    compiled.chmod(0o666)
    load_compiled(folder, store)
    assert compiled.stat().st_mode & 0o777 == 0o600


def test_a_link_in_place_of_a_compiled_pack_is_not_followed(folder: Path, store: Path) -> None:
    first = load_compiled(folder, store)
    compiled = compiled_in(store)
    elsewhere = store.parent / "elsewhere.json"
    compiled.rename(elsewhere)
    compiled.symlink_to(elsewhere)
    assert load_compiled(folder, store) == first
    assert not compiled.is_symlink()


def test_a_cache_that_cannot_be_written_costs_nothing_else(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("x")
    assert load_compiled(folder, blocked / "packs") == load_pack(folder).pack
    assert blocked.read_text() == "x"


def test_a_failed_write_leaves_nothing_behind(
    folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", refuse)
    load_compiled(folder, store)
    assert list(store.iterdir()) == []


def test_a_pack_with_faults_is_refused_with_the_first_and_the_way_on(
    files: dict[str, str], write: Write, store: Path
) -> None:
    files["glossary.yaml"] = "salve: cream\n"
    files["topics/treatment.yaml"] += "colour: red\n"
    folder = write(files)
    with pytest.raises(InputError, match=r"glossary\.yaml:1: .* \(and 1 more\)") as refusal:
        load_compiled(folder, store)
    assert refusal.value.hint == f"citewell packs check {folder}"


def test_a_link_in_the_pack_is_refused_even_when_its_files_are_compiled(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    (folder / "sources" / "linked.yaml").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match="links are not followed"):
        load_compiled(folder, store)
