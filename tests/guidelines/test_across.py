"""Faults that only show between packs, and between packs and their bases, one planted at a time."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from citewell.guidelines.checks import check_together

Shelf = dict[str, dict[str, str]]
Shelve = Callable[[Mapping[str, Mapping[str, str]]], Path]

REST = "recommendations/rest.yaml"
SALVE = "recommendations/salve.yaml"
GUILD = "sources/guild-2012.yaml"
# What makes the second pack speak against the salve of the first, to patients of both.
AGAINST = (
    ("second", REST, "about: [rest]", "about: [salve]"),
    ("second", REST, "direction: for", "direction: against"),
    ("second", GUILD, "direction: for", "direction: against"),
)
DEBATE = """\
title: Salve for the old
question: Should old people have salve?
about: [salve]
populations: [old]
sides:
  - body: The Guild
    source: guild-2012
    stance: for
    clinician: The Guild suggests rest.
    patient: The Guild says rest may help.
    cites: [guild-2012#r1]
  - body: The Body
    source: body-2010
    stance: for
    clinician: The Body suggests salve.
    patient: The Body says salve may help.
    cites: [body-2010#r1]
default:
  clinician: Salve may be tried.
  patient: Salve may be tried.
  cites: [body-2010#r1]
why: An invented reason.
"""


def found(folder: Path) -> list[tuple[str, str, str]]:
    """Of each fault the folder, the file and the code."""
    packs = sorted(path.parent for path in folder.glob("*/pack.yaml"))
    bases = sorted(path.parent for path in folder.glob("*/base.yaml"))
    return [
        (checked.folder.name, problem.path, problem.code)
        for checked in check_together(packs[::-1], bases)
        for problem in checked.problems
    ]


def planted(shelf: Shelf, *changes: tuple[str, str, str, str]) -> Shelf:
    for folder, path, old, new in changes:
        assert old in shelf[folder][path]
        shelf[folder][path] = shelf[folder][path].replace(old, new)
    return shelf


def test_a_sound_shelf_has_no_fault(shelf: Shelf, shelve: Shelve) -> None:
    assert found(shelve(shelf)) == []


@pytest.mark.parametrize(
    ("folder", "path", "text", "code"),
    [
        # What a base that is imported holds already.
        ("second", "glossary.yaml", "salve: {plain: ointment}\n", "import.twice"),
        ("second", "criteria.yaml", "elderly: age >= 60\n", "import.twice"),
        ("second", "criteria.yaml", "elderly: age >= 65\n", "import.twice"),
        (
            "second",
            "values.yaml",
            "salve-window: {label: W, unit: d, values: {2010-09-24: {value: 5, cites: [guild-2012#r1]}}}\n",
            "import.twice",
        ),
        (
            "second",
            "facts.yaml",
            "allergy: {type: yes-no, label: A, ask: {clinician: Allergic?, patient: Allergic?}}\n",
            "import.twice",
        ),
        # What another pack tells.
        ("second", "criteria.yaml", "early: age >= 60\n", "across.differs"),
        ("small", "glossary.yaml", "rest: {plain: no work}\n", ""),
    ],
)
def test_what_is_shared_is_not_told_again(
    shelf: Shelf, shelve: Shelve, folder: str, path: str, text: str, code: str
) -> None:
    shelf[folder][path] = shelf[folder].get(path, "") + text
    assert found(shelve(shelf)) == ([(folder, path, code)] if code else [])


def test_two_packs_that_tell_the_same_are_told_to_share_it(shelf: Shelf, shelve: Shelve) -> None:
    for folder in ("small", "second"):
        shelf[folder]["glossary.yaml"] = "rest: {plain: no work}\n"
    assert found(shelve(shelf)) == [("second", "glossary.yaml", "across.twice")]


def test_two_packs_that_tell_one_fact_differently(shelf: Shelf, shelve: Shelve) -> None:
    fact = "pain:\n  type: yes-no\n  label: Pain\n  ask: {{clinician: {0}, patient: Does it hurt?}}\n"
    for folder, asked in (("small", "Any pain?"), ("second", "Any pain at rest?")):
        shelf[folder]["facts.yaml"] = fact.format(asked)
    assert found(shelve(shelf)) == [("second", "facts.yaml", "across.differs")]


def test_a_record_on_another_line_is_the_same(shelf: Shelf, shelve: Shelve) -> None:
    for folder, before in (("small", ""), ("second", "# A note.\n")):
        shelf[folder]["criteria.yaml"] = before + "young: {all: [age < 30, not: {use: elderly}]}\n"
    small = shelf["small"]
    small["criteria.yaml"] += "early:\n  all: [use: elderly, pain-days <= @salve-window]\n"
    assert found(shelve(shelf)) == [("second", "criteria.yaml", "across.twice")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("short: Trial 2015", "short: Guild 2012"),
        ("status: current", "status: current\ndoi: 10.1234/GUILD"),
        ("status: current", "status: current\npmid: '12345'"),
    ],
)
def test_one_source_under_two_ids(shelf: Shelf, shelve: Shelve, old: str, new: str) -> None:
    shelf["second"][GUILD] += "pmid: '12345'\n"
    changed = planted(shelf, ("small", "sources/trial-2015.yaml", old, new))
    assert found(shelve(changed)) == [("second", GUILD, "across.source")]


def test_two_packs_of_one_id(shelf: Shelf, shelve: Shelve) -> None:
    shelf["third"] = {"pack.yaml": shelf["second"]["pack.yaml"]}
    assert ("second", "pack.yaml", "across.twice") in found(shelve(shelf))


def test_a_term_of_two_concepts(shelf: Shelf, shelve: Shelve) -> None:
    changed = planted(shelf, ("second", "concepts.yaml", "terms: [rest]", "terms: [rest, Salve]"))
    assert found(shelve(changed)) == [("second", "concepts.yaml", "across.term")]


def test_a_term_of_a_concept_and_a_narrower_one_misleads_nobody(shelf: Shelf, shelve: Shelve) -> None:
    narrower = "terms: [rest, salve], broader: [salve]"
    changed = planted(shelf, ("second", "concepts.yaml", "terms: [rest]", narrower))
    assert "across.term" not in [code for _, _, code in found(shelve(changed))]


def test_a_hand_over_to_a_page_that_is_not_there(shelf: Shelf, shelve: Shelve) -> None:
    changed = planted(shelf, ("second", "pack.yaml", "topic: treatment", "topic: treatments"))
    assert found(shelve(changed)) == [("second", "pack.yaml", "across.topic")]


def test_a_hand_over_to_a_pack_that_is_not_there_is_no_fault(shelf: Shelf, shelve: Shelve) -> None:
    changed = planted(shelf, ("second", "pack.yaml", "to: small", "to: elsewhere"))
    assert found(shelve(changed)) == []


def test_a_hand_over_there_and_back_is_no_fault(shelf: Shelf, shelve: Shelve) -> None:
    shelf["small"]["pack.yaml"] += "hand_overs:\n  rest: {to: second, topic: rest, about: [salve]}\n"
    shelf["second"]["topics/rest.yaml"] = """\
title: Rest
patient_title: Rest
populations: [old]
questions: [Does rest help?]
bottom_line: [rest]
sections: []
"""
    assert found(shelve(shelf)) == []


@pytest.mark.parametrize("drug", ["salve", "tallow-salve"])
def test_a_drug_with_rules_of_safety_that_is_not_said_to_be_given(
    shelf: Shelf, shelve: Shelve, drug: str
) -> None:
    shelf["shared"]["concepts.yaml"] += (
        "tallow-salve: {kind: intervention, label: Tallow salve, terms: [tallow salve], broader: [salve]}\n"
    )
    changed = planted(
        shelf,
        ("small", SALVE, "gives: [salve]\n", ""),
        ("small", SALVE, "about: [salve]", f"about: [{drug}]"),
    )
    assert found(shelve(changed)) == [("small", SALVE, "gives.missing")]


def test_what_is_said_of_a_drug_besides_treating_with_it_gives_none(shelf: Shelf, shelve: Shelve) -> None:
    changed = planted(
        shelf,
        ("small", SALVE, "gives: [salve]\n", ""),
        ("small", SALVE, "aspects: [treatment]", "aspects: [duration]"),
    )
    assert found(shelve(changed)) == []


def test_recommendations_that_oppose_each_other_need_a_disagreement(shelf: Shelf, shelve: Shelve) -> None:
    assert found(shelve(planted(shelf, *AGAINST))) == [("small", SALVE, "across.disagreement")]


def test_a_disagreement_with_both_among_its_sides_covers_them(shelf: Shelf, shelve: Shelve) -> None:
    shelf["second"]["disagreements/salve-for-the-old.yaml"] = DEBATE
    assert found(shelve(planted(shelf, *AGAINST))) == []


def test_a_disagreement_on_something_else_covers_nothing(shelf: Shelf, shelve: Shelve) -> None:
    about_rest = DEBATE.replace("about: [salve]", "about: [rest]")
    shelf["second"]["disagreements/salve-for-the-old.yaml"] = about_rest
    assert found(shelve(planted(shelf, *AGAINST))) == [("small", SALVE, "across.disagreement")]


@pytest.mark.parametrize(
    "change",
    [
        # Nobody is both: the first pack's recommendation needs patients of 60 years or more.
        ("second", "pack.yaml", "when: age >= 70", "when: age < 60"),
        # The two answer different questions.
        ("second", REST, "aspects: [treatment]", "aspects: [imaging]"),
        # One body may say that both are so.
        ("second", GUILD, "body: The Guild", "body: The Body"),
        # What has no recommendation opposes nothing.
        ("second", REST, "direction: against", "direction: no-recommendation"),
    ],
)
def test_what_does_not_oppose(shelf: Shelf, shelve: Shelve, change: tuple[str, str, str, str]) -> None:
    changed = planted(shelf, *AGAINST, change)
    opposed = [each for each in found(shelve(changed)) if each[2] == "across.disagreement"]
    assert opposed == []


@pytest.mark.parametrize(("wide", "opposed"), [("against", True), ("for", False)])
def test_against_a_class_is_against_all_in_it_and_for_a_class_is_for_none(
    shelf: Shelf, shelve: Shelve, wide: str, opposed: bool
) -> None:
    """The first pack speaks of salve, the second of remedies, to which salve belongs."""
    shelf["shared"]["concepts.yaml"] = shelf["shared"]["concepts.yaml"].replace("subject", "intervention")
    narrow = "for" if wide == "against" else "against"
    changed = planted(
        shelf,
        ("second", REST, "about: [rest]", "about: [remedy]"),
        ("second", REST, "direction: for", f"direction: {wide}"),
        ("second", GUILD, "direction: for", f"direction: {wide}"),
        ("small", SALVE, "direction: for", f"direction: {narrow}"),
        ("shared", "sources/body-2010.yaml", "direction: for", f"direction: {narrow}"),
    )
    codes = [code for _, _, code in found(shelve(changed))]
    assert ("across.disagreement" in codes) is opposed


def test_one_finding_is_told_alike_in_both_packs(shelf: Shelf, shelve: Shelve) -> None:
    told = ("source: guild-2012", "source: body-2010"), ("cites: [guild-2012#r1]", "cites: [body-2010#r1]")
    graded = ("direction: for", "direction: for\ngrade: Moderate")
    changed = planted(shelf, *(("second", REST, *each) for each in (*told, graded)))
    assert found(shelve(changed)) == []
    ungraded = planted(changed, ("second", REST, "grade: Moderate\n", ""))
    assert ("second", REST, "across.recommendation") in found(shelve(ungraded))
