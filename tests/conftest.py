"""The engine on the shipped packs, opened once; and a new register for whoever asks for one."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from citewell.config import Recording, Settings
from citewell.engine import Engine
from citewell.guidelines.bases import content_folder
from databases import BACKENDS, database
from editorial_builders import Clock, desk_on
from fhir_validators import Validators, invariants, why_not

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from citewell.engine.curating import EditorialDesk
    from citewell.storage.register import Register

# The browser and the server of tests/browsing.py.
pytest_plugins = ("browsing",)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    content = content_folder()
    packs = tuple(sorted(path.parent for path in (content / "packs").glob("*/pack.yaml")))
    home = tmp_path_factory.mktemp("home")
    return Settings(home=home, packs=packs, grading=content / "grading", record=Recording.TEXT)


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Engine:
    return Engine.open(settings, today="2026-11-20")


@pytest.fixture(scope="session")
def validators() -> Iterator[Validators]:
    """What FHIR is validated by. Whoever asks is skipped, with the reason, where it is not installed."""
    if why_not():
        pytest.skip(why_not())
    with invariants() as opened:
        yield Validators(opened)


@pytest.fixture
def site(open_site: "TestClient") -> "TestClient":
    """The application on the shipped packs, without a library and without accounts, spoken to in-process.

    Whoever comes has no cookie of whoever came before.
    """
    open_site.cookies.clear()
    return open_site


@pytest.fixture(scope="session")
def open_site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator["TestClient"]:
    """What `site` is, opened once."""
    from starlette.testclient import TestClient

    from citewell.asgi import application

    app = application(settings, runtime=tmp_path_factory.mktemp("runtime"))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def databases_folder() -> Path:
    """Not in the folder of pytest, which another run closes to the server (another user) as it begins."""
    folder = Path(tempfile.mkdtemp(prefix="citewell-databases-"))
    # The server ends with the process, before this: what is put down last is done first.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, databases_folder: Path) -> Iterator[str]:
    """The URL of a new, empty database: of each kind in turn."""
    with database(request.param, databases_folder) as url:
        yield url


@pytest.fixture
def register(database_url: str) -> Iterator["Register"]:
    """A new editorial register, in a database of each kind in turn."""
    from citewell.storage.register import Register

    opened = Register.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """A desk's clock, which stands still until it is moved."""
    return Clock()


@pytest.fixture
def desk(register: "Register", clock: Clock) -> "EditorialDesk":
    """A desk at work on a new register, with the accounts of everybody."""
    return desk_on(register, now=clock)
