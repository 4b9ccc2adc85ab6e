import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.ingest.archives import Member, Refused, members_of
from citewell.ingest.unpacking import Limits
from real_data import real_data

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FILES = {"papers/a.xml": b"<article>A</article>", "papers/b.txt": b"Rest is not advised."}
PACKERS = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tgz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": zstd.compress,
}


def tar_of(files: dict[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return packed.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def read(*paths: Path, limits: Limits | None = None) -> tuple[dict[str, bytes], dict[str, str]]:
    parts = list(members_of(paths, limits=limits) if limits else members_of(paths))
    members = {part.origin: part.data for part in parts if isinstance(part, Member)}
    return members, {part.origin: part.reason for part in parts if isinstance(part, Refused)}


@pytest.mark.parametrize("ending", PACKERS)
def test_a_tar_archive_is_read_whatever_packs_it(tmp_path, ending):
    path = written(tmp_path, f"p.{ending}", PACKERS[ending](tar_of(FILES)))

    assert read(path) == ({f"p.{ending}/{name}": data for name, data in FILES.items()}, {})


def test_a_zip_archive_is_read(tmp_path):
    path = written(tmp_path, "p.zip", zip_of(FILES))

    assert read(path) == ({f"p.zip/{name}": data for name, data in FILES.items()}, {})


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("zst", zstd.compress)])
def test_a_single_packed_file_is_one_member(tmp_path, ending, pack):
    path = written(tmp_path, f"corpus.jsonl.{ending}", pack(b'{"_id": "1"}\n'))

    assert read(path) == ({f"corpus.jsonl.{ending}": b'{"_id": "1"}\n'}, {})


def test_an_archive_is_told_by_its_bytes_and_not_by_its_name(tmp_path):
    path = written(tmp_path, "download", lzma.compress(tar_of(FILES)))

    assert set(read(path)[0]) == {f"download/{name}" for name in FILES}


def test_a_folder_is_read_in_the_order_of_names_without_its_hidden_files(tmp_path):
    for name in ("b/2.txt", "b/10.txt", "a.txt", ".git/config", "b/.DS_Store"):
        written(tmp_path / "in", name, b"words")

    assert list(read(tmp_path / "in")[0]) == ["in/a.txt", "in/b/10.txt", "in/b/2.txt"]


def test_hidden_files_of_an_archive_are_passed_over(tmp_path):
    path = written(tmp_path, "p.tar", tar_of({"./a.txt": b"a", "._a.txt": b"x", "p/.git/config": b"x"}))

    assert read(path) == ({"p.tar/a.txt": b"a"}, {})


def test_a_symbolic_link_is_not_followed_out_of_its_folder(tmp_path):
    secret = written(tmp_path, "secret.txt", b"secret")
    inside = written(tmp_path / "in", "a.txt", b"a")
    (tmp_path / "in" / "out.txt").symlink_to(secret)
    (tmp_path / "in" / "same.txt").symlink_to(inside)
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nothing")

    members, refused = read(tmp_path / "in")

    assert members == {"in/a.txt": b"a", "in/same.txt": b"a"}
    assert set(refused) == {"in/out.txt", "in/round", "in/gone.txt"}


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:/x.txt", "..\\x.txt"])
@pytest.mark.parametrize(("ending", "pack"), [("tar", tar_of), ("zip", zip_of)])
def test_a_path_that_leads_out_of_its_archive_is_refused_and_the_rest_goes_in(tmp_path, ending, pack, name):
    path = written(tmp_path, f"p.{ending}", pack({name: b"x", "good.txt": b"good"}))

    members, refused = read(path)

    assert members == {f"p.{ending}/good.txt": b"good"}
    assert refused == {f"p.{ending}/?": "has a path that leads out of its archive"}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_an_archive_are_refused(tmp_path, kind):
    odd = tarfile.TarInfo("odd")
    odd.type, odd.linkname = kind, "papers/a.xml"
    path = written(tmp_path, "p.tar", tar_of(FILES, odd))

    members, refused = read(path)

    assert len(members) == len(FILES)
    assert refused == {"p.tar/odd": "is a link, a device or another file that is not plain"}


@pytest.mark.parametrize(
    "inner", [tar_of(FILES), zip_of(FILES), gzip.compress(b"x")], ids=["tar", "zip", "gz"]
)
def test_an_archive_inside_an_archive_is_refused(tmp_path, inner):
    path = written(tmp_path, "p.zip", zip_of({"inner": inner, "a.txt": b"a"}))

    members, refused = read(path)

    assert list(members) == ["p.zip/a.txt"]
    assert "inside an archive" in refused["p.zip/inner"]


ZEROS = bytes(40 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.gz", gzip.compress(ZEROS)),
        ("bomb.zst", zstd.compress(ZEROS)),
        ("bomb.zip", zip_of({"a.txt": ZEROS})),
        ("bomb.tar.xz", lzma.compress(tar_of({"a.txt": ZEROS}))),
    ],
)
def test_a_zip_bomb_is_refused(tmp_path, name, data):
    members, refused = read(written(tmp_path, name, data))

    assert members == {}
    assert "zip bomb" in next(iter(refused.values()))


@pytest.mark.parametrize(
    ("name", "data"),
    [("p.tar", tar_of({"big": b"x" * 11})), ("p.zip", zip_of({"big": b"x" * 11})), ("b.txt", b"x" * 11)],
)
def test_a_member_over_the_limit_is_refused(tmp_path, name, data):
    members, refused = read(written(tmp_path, name, data), limits=Limits(member=10))

    assert members == {}
    assert [reason.split(":")[0] for reason in refused.values()] == ["is larger than 10 bytes"]


@pytest.mark.parametrize(("name", "pack"), [("p.tar", tar_of), ("p.zip", zip_of)])
def test_an_archive_over_the_limit_is_left_where_the_limit_is_met(tmp_path, name, pack):
    path = written(tmp_path, name, pack({"a": b"a" * 20_000, "b": b"b" * 20_000}))

    members, refused = read(path, limits=Limits(archive=32_000))

    assert list(members) == [f"{name}/a"]
    assert "more than 32,000 bytes" in refused[name]


def test_an_encrypted_member_is_refused(tmp_path):
    data = bytearray(zip_of({"a.txt": b"a"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert read(written(tmp_path, "p.zip", bytes(data)))[1] == {"p.zip/a.txt": "is encrypted"}


@pytest.mark.parametrize("ending", PACKERS)
def test_of_a_truncated_archive_what_was_read_before_stays(tmp_path, ending):
    noise = bytes(range(256)) * 400
    whole = tar_of({"a.txt": b"a", "b.txt": noise})
    packed = PACKERS[ending](whole)
    path = written(
        tmp_path, f"p.{ending}", packed[: int(len(packed) * 0.9)] if ending != "tar" else whole[:5000]
    )

    members, refused = read(path)

    assert f"p.{ending}/b.txt" not in members
    assert len(refused) == 1


def test_a_tar_archive_that_ends_in_a_header_is_reported(tmp_path):
    path = written(tmp_path, "p.tar", tar_of({"a.txt": b"a", "b.txt": b"b"})[:1300])

    members, refused = read(path)

    assert list(members) == ["p.tar/a.txt"]
    assert list(refused) == ["p.tar"]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 nothing", b"\x1f\x8b nothing", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"]
)
def test_a_damaged_file_is_reported_and_the_next_is_read(tmp_path, data):
    bad, good = written(tmp_path, "bad", data), written(tmp_path, "good.txt", b"good")

    members, refused = read(bad, good)

    assert members == {"good.txt": b"good"}
    assert list(refused) == ["bad"]


def test_a_missing_path_is_named_before_anything_is_read(tmp_path):
    with pytest.raises(InputError, match=r"absent\.tar: there is no such file"):
        members_of([written(tmp_path, "a.txt", b"a"), tmp_path / "absent.tar"])


def test_progress_rises_to_the_whole(tmp_path):
    paths = [written(tmp_path, name, b"x" * 1000) for name in ("a.txt", "b.txt")]

    assert [member.progress for member in members_of(paths)] == [0.5, 1.0]


def test_the_real_guidelines_stream_out_of_their_archive():
    members = list(members_of([real_data() / "ngc-2018.tar.xz"]))

    assert len(members) == 1416
    assert members[0].origin.startswith("ngc-2018.tar.xz/ngc-2018/ngc-")
    assert 0 < members[0].progress < members[-1].progress <= 1
