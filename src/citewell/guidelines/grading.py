"""Grade labels of every system → strength and certainty, from the data files in grading/."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from citewell.errors import InputError
from citewell.guidelines.files import PackFile, read_files
from citewell.guidelines.places import Place
from citewell.guidelines.shapes import Field, MapOf, OneLine, Record, Word, optional
from citewell.guidelines.yaml_nodes import read_yaml
from citewell.model.grades import Grade, GradingSystem
from citewell.model.guidelines import GuidelinePack

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


def load_systems(folder: Path) -> dict[str, GradingSystem]:
    """The grading systems of a folder, by id. Raises InputError naming the first fault."""
    place = Place()
    systems = [_system(file, place) for file in read_files(folder, place)]
    if place.problems:
        first = place.problems[0]
        raise InputError(f"{folder / first.path}:{first.line}: {first.message}", hint=first.hint)
    return {system.id: system for system in systems if system is not None}


def _system(file: PackFile, place: Place) -> GradingSystem | None:
    here = place.inside(file.path, PurePosixPath(file.path).stem)
    node = read_yaml(file.data, here)
    return None if node is None else _SYSTEM.read(node, here)


def grade(label: str, system: GradingSystem | None) -> Grade:
    """The label with what its system makes of it; nothing is derived for an unknown label.

    A label of two halves ("Strong; high") gives its strength before the semicolon, its certainty after.
    """
    if system is None or system.kind == "appropriateness":
        return Grade(label)
    strength, _, certainty = label.partition(";")
    return Grade(label, _lookup(strength, system.strength), _lookup(certainty or label, system.certainty))


def _lookup(label: str, words: Mapping[str, str]) -> str | None:
    """The meaning of the longest known word of a label; letters such as A or I keep their case."""
    for word in sorted(words, key=lambda word: (-len(word), word)):
        flags = re.NOFLAG if len(word) <= 2 else re.IGNORECASE
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", label, flags):
            return words[word]
    return None


def grades_of(pack: GuidelinePack, systems: Mapping[str, GradingSystem]) -> dict[str, Grade]:
    """The grade of each graded statement of a pack, by statement id."""
    grading = {source.id: source.grading for source in pack.sources}
    return {
        statement.id: grade(statement.grade, systems.get(grading.get(statement.source, "")))
        for statement in pack.statements
        if statement.grade
    }
