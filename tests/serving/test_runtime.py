"""What processes share while they run is one user's, and leaves nothing behind."""

import stat
from pathlib import Path

import pytest

from citewell.serving.access import Access, Readers, access_in, put_access
from citewell.serving.runtime import runtime_folder


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def test_the_folder_is_for_its_user_alone_and_goes(base: Path) -> None:
    with runtime_folder() as folder:
        assert folder.parent == base
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "asked.db").touch()
    assert list(base.iterdir()) == []


def test_the_folder_goes_when_the_server_fails(base: Path) -> None:
    with pytest.raises(RuntimeError), runtime_folder():
        raise RuntimeError
    assert list(base.iterdir()) == []


def test_what_a_killed_server_left_goes_with_the_next(base: Path) -> None:
    left = base / "citewell-server-left"
    left.mkdir()
    (left / "lock").touch()
    (left / "asked.db").touch()
    with runtime_folder() as folder:
        assert [*base.iterdir()] == [folder]


def test_what_another_server_uses_stays(base: Path) -> None:
    with runtime_folder() as one, runtime_folder() as other:
        assert {*base.iterdir()} == {one, other}


def test_a_link_is_not_followed(base: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    precious = tmp_path_factory.mktemp("precious")
    (precious / "lock").touch()
    (base / "citewell-server-link").symlink_to(precious)
    with runtime_folder():
        pass
    assert [path.name for path in precious.iterdir()] == ["lock"]


def test_the_terms_reach_every_process(base: Path) -> None:
    access = Access(hosts=("x.example",), readers=Readers.ACCOUNTS, proxied=True, parent=7)
    put_access(access, base)
    assert access_in(base) == access
    assert access_in(base / "elsewhere") == Access()
