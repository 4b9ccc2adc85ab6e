"""A base is read and checked by itself, once; its faults stand in its own files, not in those of a pack."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from citewell.guidelines.checks import check_pack, check_together
from citewell.guidelines.loader import load_base, load_pack

Shelf = dict[str, dict[str, str]]
Shelve = Callable[[Mapping[str, Mapping[str, str]]], Path]

SAFETY = "safety/salve.yaml"


def faults(folder: Path) -> dict[str, list[tuple[str, int, str]]]:
    packs = [folder / "small", folder / "second"]
    checked = check_together(packs, [folder / "shared"])
    return {each.folder.name: [(p.path, p.line, p.code) for p in each.problems] for each in checked}


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "code"),
    [
        ("facts.yaml", "range: [0, 400]", "range: [400, 0]", 9, "fact.range"),
        ("facts.yaml", "{value: lumbar,", "{value: lumber,", 36, "fact.derive"),
        ("concepts.yaml", "broader: [remedy]", "broader: [remedies]", 1, "id.unknown"),
        ("criteria.yaml", "age >= 60 a", "age >= 600", 2, "criterion.range"),
        ("criteria.yaml", "age >= 60 a", "ages >= 60", 2, "id.unknown"),
        ("values.yaml", "body-2010#r1", "body-2010#r7", 1, "citation.dangling"),
        ("sources/body-2010.yaml", "    via: A digest of the guideline\n", "", 17, "finding.via"),
        ("base.yaml", "id: shared", "id: common", 1, "id.folder"),
        (SAFETY, "cites: [body-2010#r2]", "cites: []", 2, "citation.none"),
        (SAFETY, "cites: [body-2010#r2]", "cites: [body-2010#r9]", 2, "citation.dangling"),
        (SAFETY, "is not used in", "is used in", 2, "wording.negation"),
        (SAFETY, "salve is not used", "3 salves are not used", 2, "wording.number"),
        (SAFETY, "allergy is yes", "allergy is severe", 2, "criterion.choice"),
        (SAFETY, "allergy is yes", "allergies is yes", 2, "id.unknown"),
        ("concepts.yaml", "salve: {kind: intervention", "salve: {kind: symptom", 1, "gives.kind"),
    ],
)
def test_a_fault_of_a_base_is_told_once_where_it_stands(
    shelf: Shelf, shelve: Shelve, path: str, old: str, new: str, line: int, code: str
) -> None:
    assert old in shelf["shared"][path]
    shelf["shared"][path] = shelf["shared"][path].replace(old, new)
    told = faults(shelve(shelf))["shared"]
    assert (SAFETY if code == "gives.kind" else path, line, code) in told


def test_a_base_whose_safety_says_nothing(shelf: Shelf, shelve: Shelve) -> None:
    shelf["shared"][SAFETY] = "contraindications: []\n"
    assert faults(shelve(shelf))["shared"] == [(SAFETY, 1, "safety.empty")]


def test_a_safety_file_is_called_after_a_concept(shelf: Shelf, shelve: Shelve) -> None:
    shelf["shared"]["safety/slave.yaml"] = shelf["shared"][SAFETY]
    assert faults(shelve(shelf))["shared"] == [("safety/slave.yaml", 1, "id.unknown")]


def test_the_packs_are_not_blamed_for_their_base(shelf: Shelf, shelve: Shelve) -> None:
    source = shelf["shared"]["sources/body-2010.yaml"]
    shelf["shared"]["sources/body-2010.yaml"] = source.replace("    via: A digest of the guideline\n", "")
    found = faults(shelve(shelf))
    assert found == {"shared": [("sources/body-2010.yaml", 17, "finding.via")], "small": [], "second": []}


def test_a_fault_of_a_pack_is_not_mistaken_for_one_of_its_base(shelf: Shelf, shelve: Shelve) -> None:
    shelf["small"]["facts.yaml"] = (
        "pain:\n  type: number\n  label: Pain\n  ask: {clinician: Pain?, patient: Pain?}\n"
    )
    found = faults(shelve(shelf))
    assert found == {"shared": [], "small": [("facts.yaml", 1, "fact.fields")], "second": []}


def test_a_base_is_no_pack_and_a_pack_no_base(shelf: Shelf, shelve: Shelve) -> None:
    folder = shelve(shelf)
    assert {problem.code for problem in load_pack(folder / "shared").problems} >= {"file.missing"}
    assert {problem.code for problem in load_base(folder / "small").problems} >= {"file.missing"}


def test_a_pack_that_cannot_have_its_base_is_told_that_alone(shelf: Shelf, shelve: Shelve) -> None:
    """Without it the pack names dozens of records that are not there."""
    small = shelf["small"]
    small["pack.yaml"] = small["pack.yaml"].replace("shared: 0.1.0", "sharde: 0.1.0")
    (problem,) = check_pack(shelve(shelf) / "small")
    line = small["pack.yaml"].splitlines().index("  sharde: 0.1.0") + 1
    assert (problem.path, problem.line, problem.code) == ("pack.yaml", line, "import.unknown")


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("base.yaml", "version: 0.1.0", "version: 0.2.0", "import.version"),
        ("base.yaml", "id: shared", "id: common", "import.unknown"),
        ("base.yaml", "title: What is shared\n", "", "import.faulty"),
        ("facts.yaml", "type: yes-no", "type: yes", "import.faulty"),
    ],
)
def test_a_base_that_cannot_be_imported(
    shelf: Shelf, shelve: Shelve, path: str, old: str, new: str, code: str
) -> None:
    assert old in shelf["shared"][path]
    shelf["shared"][path] = shelf["shared"][path].replace(old, new)
    folder = shelve(shelf)
    assert [problem.code for problem in check_pack(folder / "small")] == [code]
    assert [problem.code for problem in check_pack(folder / "second")] == [code]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("gives: [salve]", "gives: [slave]", "id.unknown"),
        ("gives: [salve]", "gives: [remedy]", "gives.kind"),
        ("aspects: [duration]", "aspects: [duration]\n    gives: [salve]", "gives.direction"),
        ("direction: for", "direction: against", "gives.direction"),
    ],
)
def test_a_fault_of_a_drug_that_is_given(shelf: Shelf, shelve: Shelve, old: str, new: str, code: str) -> None:
    recommendation = shelf["small"]["recommendations/salve.yaml"]
    assert old in recommendation
    shelf["small"]["recommendations/salve.yaml"] = recommendation.replace(old, new, 1)
    assert code in {problem.code for problem in check_pack(shelve(shelf) / "small")}


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ("emergencies: yes", "emergency.none"),
        ("hand_overs: {x: {to: second, topic: rest, about: [slave]}}", "id.unknown"),
        ("hand_overs: {x: {to: second, topic: rest, when: ages < 3}}", "id.unknown"),
        ("hand_overs: {x: {to: second, topic: rest, when: age < -3}}", "criterion.range"),
        ("hand_overs: {x: {to: second, topic: rest}}", "hand-over.never"),
        ("hand_overs: {x: {to: small, topic: treatment, aspects: [dose]}}", "hand-over.self"),
    ],
)
def test_a_fault_of_where_a_patient_leaves_the_pack(
    shelf: Shelf, shelve: Shelve, added: str, code: str
) -> None:
    shelf["small"]["pack.yaml"] += f"{added}\n"
    (problem,) = check_pack(shelve(shelf) / "small")
    assert (problem.path, problem.code) == ("pack.yaml", code)
    assert problem.line > 0


def test_an_emergency_pack_with_a_critical_disposition(shelf: Shelf, shelve: Shelve) -> None:
    small = shelf["small"]
    small["pack.yaml"] += "emergencies: yes\n"
    small["dispositions.yaml"] = small["dispositions.yaml"].replace("warning", "critical")
    assert check_pack(shelve(shelf) / "small") == ()
