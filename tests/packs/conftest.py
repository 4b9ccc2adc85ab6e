"""Every worked case of every pack is a test of its own, named as its author named it."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Recording, settings_from
from citewell.engine import Engine
from citewell.evaluation.cases import differences
from citewell.model.catalog import Catalog
from citewell.model.worked import Case

TODAY = "2026-11-20"


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> "PackCases | None":
    if file_path.name == "worked_cases.list":
        return PackCases.from_parent(parent, path=file_path)
    return None


class PackCases(pytest.File):
    """The packs named in worked_cases.list, a folder a line, from the project's root."""

    def collect(self) -> Iterator["WorkedCase"]:
        root = self.config.rootpath
        for line in self.path.read_text(encoding="utf-8").splitlines():
            for folder in sorted(path.parent for path in root.glob(f"{line}/pack.yaml")):
                # As `citewell packs test` tries them: the pack alone, with the vocabulary in use.
                own = settings_from({"CITEWELL_HOME": tempfile.mkdtemp(prefix="worked-cases-")})
                engine = Engine.open(replace(own, packs=(folder,), record=Recording.NO), today=TODAY)
                (catalog,) = engine.catalogs.values()
                for case in catalog.pack.cases:
                    name = f"{folder.name}:{case.name}"
                    yield WorkedCase.from_parent(self, name=name, case=case, engine=engine, catalog=catalog)


class WorkedCase(pytest.Item):
    def __init__(self, *, case: Case, engine: Engine, catalog: Catalog, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.case, self.engine, self.catalog = case, engine, catalog

    def runtest(self) -> None:
        found = differences(self.case, self.engine, self.catalog)
        if found:
            raise AssertionError("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return f"{self.case.path}:{self.case.line}: {self.case.name}\n{excinfo.value}"

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.line, self.case.name
