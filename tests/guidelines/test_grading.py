"""Labels as printed; strength and certainty only where the system says what a label means."""

from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.guidelines.cache import load_compiled_systems
from citewell.guidelines.grading import grade

SYSTEMS = load_compiled_systems(Path(__file__).parents[2] / "grading", Path("/nowhere"))


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
