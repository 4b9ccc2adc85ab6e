"""Grade labels of every system → strength and certainty, from the data files in grading/."""

from collections.abc import Mapping

from citewell.model.grades import Grade, GradingSystem, meaning
from citewell.model.guidelines import GuidelinePack


def grade(label: str, system: GradingSystem | None) -> Grade:
    """The label with what its system makes of it; nothing is derived for an unknown label.

    A label of two halves ("Strong; high") gives its strength before the semicolon, its certainty after.
    """
    if system is None or system.kind == "appropriateness":
        return Grade(label)
    strength, _, certainty = label.partition(";")
    return Grade(label, meaning(strength, system.strength), meaning(certainty or label, system.certainty))


def grades_of(pack: GuidelinePack, systems: Mapping[str, GradingSystem]) -> dict[str, Grade]:
    """The grade of each graded statement of a pack, by statement id."""
    grading = {source.id: source.grading for source in pack.sources}
    return {
        statement.id: grade(statement.grade, systems.get(grading.get(statement.source, "")))
        for statement in pack.statements
        if statement.grade
    }
