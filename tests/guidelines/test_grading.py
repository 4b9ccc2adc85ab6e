"""Labels as printed; strength and certainty only where the system says what a label means."""

import re
from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.guidelines.cache import load_compiled_systems
from citewell.guidelines.grading import grade
from citewell.model.grades import GradingSystem, meaning
from citewell.model.sources import Direction

STRENGTHS = {
    "mandatory",
    "strong",
    "conditional",
    "consensus",
    "insufficient",
    "no recommendation",
    "against",
    "strong against",
}
CERTAINTIES = {"high", "moderate", "low", "very low", "consensus"}
FOLDER = Path(__file__).parents[2] / "grading"
SYSTEMS = load_compiled_systems(FOLDER, Path("/nowhere"))
BASIS = re.compile(
    r"(?i:printed in ngc-\d|as agreed for this project|the project's first files|GRADE's own words)"
)


@pytest.mark.parametrize(
    ("system", "label", "strength", "certainty"),
    [
        ("aaos-2010", "Strong", "strong", None),
        ("aaos-2010", "Weak", "conditional", None),
        ("aaos-2010", "Inconclusive", "no recommendation", None),
        ("acp-grade", "Conditional; low-certainty evidence", "conditional", "low"),
        ("idsa", "weak, low", "conditional", "low"),
        ("idsa", "strong, very low", "strong", "very low"),
        ("michigan", "II-D", "conditional", "very low"),
        ("nice-wording", "do not offer", "strong against", None),
        ("nass", "C", "conditional", None),
        ("nass", "Insufficient", None, None),
        ("uspstf", "A", "strong", None),
        ("uspstf", "B", None, None),
        ("uspstf", "C", "conditional", None),
        ("uspstf", "D", "against", None),
        ("uspstf", "I", "insufficient", None),
        ("sort", "C", "consensus", None),
        ("sign", "A", None, None),
        ("acr-appropriateness", "Usually appropriate (8)", None, None),
    ],
)
def test_a_label_means_what_its_system_says(
    system: str, label: str, strength: str | None, certainty: str | None
) -> None:
    given = grade(label, SYSTEMS[system])
    assert (given.as_printed, given.strength, given.certainty) == (label, strength, certainty)


def test_a_label_of_no_known_system_is_shown_and_never_guessed() -> None:
    assert grade("Strong", None).strength is None


def test_a_broken_grading_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("title: Odd\nkind: guess\n")
    with pytest.raises(InputError, match=r"odd\.yaml:2"):
        load_compiled_systems(tmp_path, tmp_path / "cache")


def test_a_pattern_that_does_not_compile_is_a_fault_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("title: Odd\nkind: strength\nlabels:\n  - '(A'\n")
    with pytest.raises(InputError, match=r"odd\.yaml:4: not a regular expression"):
        load_compiled_systems(tmp_path, tmp_path / "cache")


def test_compiled_systems_are_the_systems_that_were_read(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "grading"
    read, compiled = (load_compiled_systems(folder, tmp_path) for _ in range(2))
    assert read == compiled == SYSTEMS


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=lambda system: system.id)
def test_every_system_speaks_the_same_few_words(system: GradingSystem) -> None:
    assert {*system.strength.values(), *system.wording.values()} <= STRENGTHS
    assert set(system.certainty.values()) <= CERTAINTIES
    if system.kind == "appropriateness":
        assert not system.strength
        assert not system.certainty


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=lambda system: system.id)
def test_a_meaning_says_what_it_rests_on(system: GradingSystem) -> None:
    text = (FOLDER / f"{system.id}.yaml").read_text(encoding="utf-8")
    if system.strength or system.certainty or system.wording:
        assert BASIS.search(" ".join(line.strip("# ") for line in text.splitlines() if line[:1] == "#"))


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=lambda system: system.id)
def test_want_of_a_recommendation_is_never_against(system: GradingSystem) -> None:
    for word, strength in system.strength.items():
        if strength in ("insufficient", "no recommendation"):
            assert meaning(word, system.direction) is not Direction.AGAINST
