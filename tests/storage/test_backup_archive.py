"""The archive: what is written comes back, and nothing else is taken for a backup."""

import hashlib
import io
import json
import os
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from backup_builders import sealed
from citewell.errors import CitewellError, InputError
from citewell.storage.backup import LONGEST_LINE, lines_of, put_ledger, save_lines, sink
from citewell.storage.backup_archive import member_of, opened, write
from citewell.storage.backup_manifest import FORMAT, LEDGER, Manifest, Member, decoded, encoded

SIZES = {"library.db": 3_000_000, "ledger.jsonl": 0, "encoders/in-use": 512, "register/votes.jsonl": 1}


def untold(done: int, name: str) -> None:
    """Nobody is told."""


def manifest_of(*members: Member, **given) -> Manifest:
    told = {
        "format": FORMAT,
        "engine": "0.1.0",
        "made": "2026-11-21T10:30:00.000000Z",
        "form": "0001",
        "events": 1,
        "head": "a" * 64,
    }
    return Manifest(**(told | given), members=members)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Members that do not compress, as in real life most bytes of an archive matter."""
    made = tmp_path / "made"
    for name, size in SIZES.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(random.Random(name).randbytes(size))
    return made


@pytest.fixture
def backup(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar.zst"
    manifest = manifest_of(*(member_of(folder, name) for name in SIZES))
    with path.open("wb") as file:
        write(file, manifest, folder, at=1_700_000_000, told=untold)
    return path


def read(path: Path, into: Path) -> Manifest:
    with opened(path) as archive:
        archive.read(sink(into), told=untold)
        return archive.manifest


def test_what_is_written_comes_back(backup, folder, tmp_path):
    manifest = read(backup, tmp_path / "back")
    assert manifest.size == sum(SIZES.values())
    for name in SIZES:
        path = tmp_path / "back" / name
        assert path.read_bytes() == (folder / name).read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600


def test_it_is_a_tar_that_others_read(backup, folder):
    with zstd.open(backup) as file, tarfile.open(fileobj=file, mode="r|") as tar:
        assert [member.name for member in tar] == ["manifest.json", *SIZES]


def test_it_says_how_far_it_has_come(backup, folder, tmp_path):
    told: list[int] = []
    with opened(backup) as archive:
        archive.check(told=lambda done, name: told.append(done))
    assert told == sorted(told)
    assert told[-1] == sum(SIZES.values())


def test_a_damaged_byte_anywhere_is_found(backup, tmp_path):
    whole = backup.read_bytes()
    damaged = tmp_path / "damaged"
    places = {*range(64), *range(len(whole) - 64, len(whole))}
    places |= set(random.Random(1).sample(range(len(whole)), 150))
    missed = []
    for place in sorted(places):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            with opened(damaged) as archive:
                archive.check(told=untold)
            missed.append(place)
        except InputError:
            continue
    assert missed == []


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.5, 0.99, 0.999999])
def test_one_that_was_cut_off_is_refused(backup, tmp_path, share):
    short = tmp_path / "short"
    short.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    with pytest.raises(InputError, match="not a whole backup"):
        read(short, tmp_path / "back")


@pytest.mark.parametrize("more", [b"x", bytes(600), zstd.compress(b"more"), zstd.compress(bytes(20_000))])
def test_one_with_something_after_its_end_is_refused(backup, tmp_path, more):
    longer = tmp_path / "longer"
    longer.write_bytes(backup.read_bytes() + more)
    with pytest.raises(InputError, match="cut off, or damaged"):
        read(longer, tmp_path / "back")
    with pytest.raises(InputError, match="not a whole backup"):
        read(sealed(longer), tmp_path / "back")


# Archives made by somebody who means harm.

DATA = b"evil\n"


def member(name: str, data: bytes = DATA, **given) -> Member:
    told = {"size": len(data), "digest": hashlib.sha256(data).hexdigest(), "rows": 0}
    return Member(name=name, **(told | given))


def entry(name: str, data: bytes = DATA, **given) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in given.items():
        setattr(info, field, value)
    return info, data


def packed(
    path: Path,
    manifest: bytes,
    *entries: tuple[tarfile.TarInfo, bytes],
    form: int = tarfile.GNU_FORMAT,
) -> Path:
    with zstd.open(path, "w") as file, tarfile.open(fileobj=file, mode="w|", format=form) as tar:
        for info, data in (entry("manifest.json", manifest), *entries):
            tar.addfile(info, io.BytesIO(data))
    return sealed(path)


NAMES = [
    "../evil", "library.db/../../evil", "/etc/passwd", "register/../evil.jsonl", "encoders/files/evil",
    "encoders/../evil.json", "C:\\evil", "register/Votes.jsonl", "evil", "", ".", "manifest.json",
    "library.db\n", "library.db-wal", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_backup_holds_is_refused(tmp_path, name):
    path = packed(tmp_path / "evil", encoded(manifest_of(member(name))), entry(name))
    with pytest.raises(InputError, match="which no backup holds"):
        read(path, tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_member_that_is_not_the_next_of_the_manifest_is_refused(tmp_path, name):
    path = packed(tmp_path / "evil", encoded(manifest_of(member("library.db"))), entry(name))
    with pytest.raises(InputError, match="not a whole backup"):
        read(path, tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE,
        tarfile.CONTTYPE, tarfile.AREGTYPE, tarfile.GNUTYPE_SPARSE, tarfile.XHDTYPE, tarfile.XGLTYPE,
        tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
    ],
)  # fmt: skip
def test_what_is_no_regular_file_is_refused(tmp_path, kind):
    info, data = entry("library.db", type=kind, linkname="/etc/passwd")
    path = packed(tmp_path / "evil", encoded(manifest_of(member("library.db"))), (info, data))
    with pytest.raises(InputError, match="not a whole backup"):
        read(path, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_pax_header_is_refused(tmp_path):
    info, data = entry("library.db", pax_headers={"comment": "x" * 100_000})
    manifest = encoded(manifest_of(member("library.db")))
    path = packed(tmp_path / "evil", manifest, (info, data), form=tarfile.PAX_FORMAT)
    with pytest.raises(InputError, match="not a whole backup"):
        read(path, tmp_path / "back")


@pytest.mark.parametrize(
    "told",
    [
        {"size": len(DATA) - 1},
        {"size": len(DATA) + 1},
        {"size": 10**15},
        {"size": -1},
        {"digest": "0" * 64},
        {"digest": "evil"},
        {"rows": -1},
    ],
)
def test_a_member_that_is_not_as_the_manifest_says_is_refused(tmp_path, told):
    manifest = manifest_of(member("library.db", **told))
    path = packed(tmp_path / "evil", encoded(manifest), entry("library.db"))
    with pytest.raises(InputError, match="not a whole backup"):
        read(path, tmp_path / "back")


@pytest.mark.parametrize("names", [("library.db",) * 2, ("library.db", "ledger.jsonl")])
def test_a_member_twice_or_missing_is_refused(tmp_path, names):
    manifest = manifest_of(*map(member, names))
    path = packed(tmp_path / "evil", encoded(manifest), *map(entry, names[:1]))
    with pytest.raises(InputError, match="not a whole backup"):
        read(path, tmp_path / "back")


def test_a_member_too_many_is_refused(tmp_path):
    path = packed(tmp_path / "evil", encoded(manifest_of()), entry("library.db"))
    with pytest.raises(InputError, match="does not end where its manifest ends"):
        read(path, tmp_path / "back")


def test_a_bomb_goes_off_nowhere(tmp_path):
    """Very much of nothing in a few kilobytes: no more of it is unpacked than the manifest says."""
    path = tmp_path / "evil"
    with zstd.open(path, "w") as file, tarfile.open(fileobj=file, mode="w|") as tar:
        tar.addfile(*bomb("manifest.json"))
    sealed(path)
    with pytest.raises(InputError, match="which no backup needs"):
        read(path, tmp_path / "back")


def bomb(name: str) -> tuple[tarfile.TarInfo, io.BytesIO]:
    info = tarfile.TarInfo(name)
    info.size = 1024**3 // 8
    return info, io.BytesIO(bytes(info.size))


def changed(change: Callable[[dict], object]) -> bytes:
    told = json.loads(encoded(manifest_of()))
    change(told)
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        (b"", "cannot be read"),
        (b"[]", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"\xff", "cannot be read"),
        (changed(lambda m: m.pop("format")), "cannot be read"),
        (changed(lambda m: m.update(format="1")), "cannot be read"),
        (changed(lambda m: m.update(format=2, shape="unknown")), "newer version"),
        (changed(lambda m: m.update(format=0)), "never was"),
        (changed(lambda m: m.update(members={})), "cannot be read"),
        (changed(lambda m: m.update(made="\x1b[2J")), "another made"),
        (changed(lambda m: m.update(engine="\x1b[2J")), "another engine"),
        (changed(lambda m: m.update(form="base")), "another form"),
        (changed(lambda m: m.update(head="x")), "another head"),
    ],
)
def test_a_manifest_that_is_none_is_refused(tmp_path, manifest, told):
    path = packed(tmp_path / "evil", manifest)
    with pytest.raises(InputError, match=told):
        read(path, tmp_path / "back")


def test_a_manifest_is_read_as_it_was_written():
    manifest = manifest_of(member("library.db"), member("register/votes.jsonl", rows=3))
    assert decoded(encoded(manifest)) == manifest


@pytest.mark.parametrize("data", [b"", b"not a backup", zstd.compress(b"not a backup"), bytes(100_000)])
def test_a_file_that_is_no_backup_is_refused(tmp_path, data):
    path = tmp_path / "evil"
    path.write_bytes(data)
    with pytest.raises(InputError, match="not a whole backup"):
        read(path, tmp_path / "back")
    with pytest.raises(InputError, match="not a whole backup"):
        read(sealed(path), tmp_path / "back")


def test_no_file_and_no_regular_file_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "none", tmp_path / "back")
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(InputError, match="not a file"):
            read(path, tmp_path / "back")


# The ledger's lines.


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[]\n",
        b"[" * 100_000,
        b'{"name":"ab/cd.json","at":"now","text":""}\n',
        b'{"name":"ab/cd.json","at":1,"text":1}\n',
        b'{"name":"ab/cd.json","at":1,"text":"\\ud800"}\n',
        b'{"name":1,"at":1,"text":""}\n',
        *(
            json.dumps({"name": name, "at": 1, "text": ""}).encode() + b"\n"
            for name in ("../evil", "/etc/evil", "a/../b", "a/b/c", ".", "..", "", "a/.b", "a\\b", "a\n", "é")
        ),
    ],
)
def test_what_is_no_entry_of_a_ledger_is_refused(tmp_path, line):
    (tmp_path / LEDGER).write_bytes(line)
    with pytest.raises(InputError, match="line 1 of the backup's ledger"):
        put_ledger(tmp_path, tmp_path / "home" / "ledger")
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER]


def test_an_entry_twice_is_refused(tmp_path):
    (tmp_path / LEDGER).write_bytes(b'{"name":"ab/cd.json","at":1,"text":""}\n' * 2)
    with pytest.raises(CitewellError, match="twice"):
        put_ledger(tmp_path, tmp_path / "ledger")


def test_a_line_longer_than_any_is_neither_saved_nor_read(tmp_path):
    with pytest.raises(InputError, match="no backup holds"):
        save_lines([b"x" * (LONGEST_LINE + 1)], tmp_path, "register/votes.jsonl")
    with (tmp_path / "long").open("wb") as file:
        file.truncate(LONGEST_LINE + 2)
    with pytest.raises(InputError, match="longer than any"):
        list(lines_of(tmp_path / "long"))
