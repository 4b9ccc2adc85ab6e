"""The engine on the shipped packs, opened once."""

import pytest

from citewell.config import Settings, content_folder
from citewell.engine import Engine


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    content = content_folder()
    packs = tuple(sorted(path.parent for path in (content / "packs").glob("*/pack.yaml")))
    home = tmp_path_factory.mktemp("home")
    return Settings(home=home, packs=packs, grading=content / "grading", record=True)


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Engine:
    return Engine.open(settings, today="2026-11-20")
