"""The packs that growth is measured with are packs: free of faults, on the shared base, always the same."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from citewell.guidelines.bases import content_folder
from citewell.guidelines.checks import check_pack
from citewell.guidelines.loader import load_base, load_pack

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "made_packs.py"


@pytest.fixture(scope="module")
def made_packs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made_packs", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(made_packs: ModuleType, shelf: Path, number: int) -> Path:
    base = load_base(content_folder() / "packs" / "clinical-base").base
    assert base is not None
    size = made_packs.Size(
        recommendations=7,
        statements=9,
        sources=3,
        findings=4,
        facts=6,
        concepts=4,
        disagreements=2,
        scores=1,
        topics=2,
        cases=9,
    )
    folder: Path = made_packs.write_pack(shelf, number, size, imports={base.id: base.version})
    return folder


def test_a_made_pack_is_free_of_faults(made_packs: ModuleType, tmp_path: Path) -> None:
    assert check_pack(made(made_packs, tmp_path, 1)) == ()


def test_the_same_number_gives_the_same_pack(made_packs: ModuleType, tmp_path: Path) -> None:
    first, again, other = (
        load_pack(made(made_packs, tmp_path / shelf, number)).pack
        for shelf, number in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == again
    assert first != other
