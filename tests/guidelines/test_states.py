"""Files that nobody touched are known without being read; whatever touched one is seen."""

import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.guidelines import cache
from citewell.guidelines.cache import load_compiled, load_packs
from citewell.guidelines.files import read_files, state_of
from citewell.guidelines.imports import with_imports
from citewell.guidelines.joining import Joint, joined
from citewell.guidelines.loader import load_base, load_pack, pack_from
from citewell.guidelines.places import Place

Write = Callable[[Mapping[str, str]], Path]
BASE = {
    "base.yaml": "id: shared\ntitle: Shared\nversion: 0.1.0\nupdated: 2026-01-31\nsummary: What is shared.\n",
    "facts.yaml": """\
fever:
  type: yes-no
  label: Fever
  ask: {clinician: "Is there a fever?", patient: "Do you have a fever?"}
""",
    "glossary.yaml": "embrocation: {plain: a cream that is rubbed in}\n",
}


@pytest.fixture
def folder(files: dict[str, str], write: Write) -> Path:
    return write(files)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as having rested for long enough, without a wait of seconds."""
    monkeypatch.setattr(cache, "_TICK", -(10**18))


@pytest.fixture
def on_a_base(folder: Path, store: Path) -> Path:
    """The small pack, importing a base that lies beside it."""
    base = folder.parent / "shared"
    base.mkdir()
    for path, text in BASE.items():
        (base / path).write_text(text)
    head = folder / "pack.yaml"
    head.write_text(head.read_text() + "imports: {shared: 0.1.0}\n")
    return folder


def same_size(file: Path) -> None:
    file.write_text(file.read_text().replace("A small pack", "A large pack"))


def dates_set_back(file: Path) -> None:
    before = file.stat()
    same_size(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_in_its_place(file: Path) -> None:
    other = file.with_name(".other")
    other.write_text(file.read_text().replace("A small pack", "A large pack"))
    before = file.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


@pytest.mark.usefixtures("rested")
@pytest.mark.parametrize("change", [same_size, dates_set_back, put_in_its_place])
def test_a_changed_file_is_seen_however_it_was_changed(
    folder: Path, store: Path, change: Callable[[Path], None]
) -> None:
    load_compiled(folder, store)
    change(folder / "pack.yaml")
    assert load_compiled(folder, store).title == "A large pack"
    assert load_compiled(folder, store) == load_pack(folder).pack


@pytest.mark.usefixtures("rested")
def test_a_file_that_came_went_or_moved_is_seen(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    more = folder / "sources" / "trial-2016.yaml"
    more.write_text((folder / "sources" / "trial-2015.yaml").read_text())
    assert "trial-2016" in {source.id for source in load_compiled(folder, store).sources}
    more.rename(folder / "sources" / "trial-2017.yaml")
    assert "trial-2017" in {source.id for source in load_compiled(folder, store).sources}
    (folder / "sources" / "trial-2017.yaml").unlink()
    assert "trial-2017" not in {source.id for source in load_compiled(folder, store).sources}


@pytest.mark.usefixtures("rested")
def test_files_that_nobody_touched_are_not_read(
    folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_compiled(folder, store)
    monkeypatch.setattr(cache, "read_files", lambda *_: pytest.fail("the files were read again"))
    assert load_compiled(folder, store) == first


def test_files_just_written_are_read_again(
    folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two changes within one tick of the file system's clock have the same date."""
    load_compiled(folder, store)
    read: list[Path] = []
    monkeypatch.setattr(cache, "read_files", lambda *asked: read.append(asked[0]) or read_files(*asked))
    load_compiled(folder, store)
    assert read == [folder]


@pytest.mark.usefixtures("rested")
@pytest.mark.parametrize("content", [b"", b"[]", b"x" * 200])
def test_a_broken_note_is_not_believed(folder: Path, store: Path, content: bytes) -> None:
    first = load_compiled(folder, store)
    (note,) = store.glob("*.state.json")
    note.write_bytes(content)
    assert load_compiled(folder, store) == first
    assert note.read_bytes() != content


@pytest.mark.usefixtures("rested")
def test_a_note_that_others_may_write_is_not_believed(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    (note,) = store.glob("*.state.json")
    note.chmod(0o666)
    load_compiled(folder, store)
    assert note.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("odd", ["a link", "a pipe", "a huge file"])
def test_a_folder_with_what_is_not_read_has_no_state(folder: Path, odd: str) -> None:
    assert state_of(folder) is not None
    file = folder / "sources" / "odd.yaml"
    if odd == "a link":
        file.symlink_to("/etc/hostname")
    elif odd == "a pipe":
        os.mkfifo(file)
    else:
        file.touch()
        os.truncate(file, 2 * 1024 * 1024)
    assert state_of(folder) is None


def test_what_is_no_folder_has_no_state(tmp_path: Path) -> None:
    assert state_of(tmp_path / "nothing") is None


@pytest.mark.usefixtures("rested")
def test_a_pack_is_joined_to_its_base_as_it_was_when_first_read(on_a_base: Path, store: Path) -> None:
    pack = load_pack(on_a_base).pack
    assert pack is not None
    assert "fever" in {fact.id for fact in pack.facts}
    assert [load_compiled(on_a_base, store) for _ in range(3)] == [pack] * 3


@pytest.mark.usefixtures("rested")
def test_a_changed_base_changes_the_pack(on_a_base: Path, store: Path) -> None:
    before = load_compiled(on_a_base, store)
    file = on_a_base.parent / "shared" / "facts.yaml"
    file.write_text(file.read_text().replace("label: Fever", "label: Heats"))
    after = load_compiled(on_a_base, store)
    assert after.digest != before.digest
    assert "Heats" in {fact.label for fact in after.facts}


@pytest.mark.usefixtures("rested")
def test_a_base_of_another_version_is_refused(on_a_base: Path, store: Path) -> None:
    load_compiled(on_a_base, store)
    file = on_a_base.parent / "shared" / "base.yaml"
    file.write_text(file.read_text().replace("0.1.0", "0.2.0"))
    with pytest.raises(InputError, match=r"shared 0\.1\.0 is imported, and the base has version 0\.2\.0"):
        load_compiled(on_a_base, store)


def test_packs_share_the_records_of_their_base(on_a_base: Path, store: Path) -> None:
    first, second = load_packs((on_a_base, on_a_base), store)
    fevers = [fact for pack in (first, second) for fact in pack.facts if fact.id == "fever"]
    assert fevers[0] is fevers[1]


def test_to_join_is_to_find_again(on_a_base: Path) -> None:
    own = pack_from(read_files(on_a_base, Place()), Place()).pack
    base = load_base(on_a_base.parent / "shared").base
    assert own is not None
    assert base is not None
    whole = with_imports(own, (base,))
    assert joined(own, (base,), Joint.of(whole)) == whole
    assert joined(own, (base,), Joint.of(whole)) != replace(whole, facts=())


def test_the_shipped_packs_are_joined_as_they_are_found() -> None:
    for folder in sorted(Path("packs").glob("*/pack.yaml")):
        own = pack_from(read_files(folder.parent, Place()), Place()).pack
        assert own is not None
        found = (load_base(folder.parents[1] / wanted.id).base for wanted in own.imports)
        bases = tuple(base for base in found if base is not None)
        whole = with_imports(own, bases)
        assert joined(own, bases, Joint.of(whole)) == whole


def test_collection_goes_on_after_a_load_and_after_a_refusal(folder: Path, store: Path) -> None:
    load_compiled(folder, store)
    assert gc.isenabled()
    (folder / "pack.yaml").write_text("id: [")
    with pytest.raises(InputError):
        load_compiled(folder, store)
    assert gc.isenabled()
