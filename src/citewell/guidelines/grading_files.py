"""The data files of grading/ → grading systems."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from citewell.guidelines.files import PackFile
from citewell.guidelines.places import Place
from citewell.guidelines.shapes import Field, MapOf, OneLine, Record, Word, optional
from citewell.guidelines.yaml_nodes import read_yaml
from citewell.model.grades import GradingSystem

_WORDS = MapOf(OneLine(), OneLine())
_SYSTEM = Record(
    (
        Field("title", OneLine()),
        Field("kind", Word(("strength", "appropriateness"))),
        optional("strength", _WORDS, {}),
        optional("certainty", _WORDS, {}),
    ),
    lambda values, place: GradingSystem(**values, id=place.name),
)


def systems_from(files: Iterable[PackFile], place: Place) -> dict[str, GradingSystem]:
    """The systems by id (the file's name); faults are put down at `place`."""
    systems = (_system(file, place.inside(file.path, PurePosixPath(file.path).stem)) for file in files)
    return {system.id: system for system in systems if system is not None}


def _system(file: PackFile, place: Place) -> GradingSystem | None:
    node = read_yaml(file.data, place)
    return None if node is None else _SYSTEM.read(node, place)
