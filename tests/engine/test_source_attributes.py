"""Which data of a patient a pack uses, told from what its rules really ask for."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders import (
    TODAY,
    all_of,
    choice,
    derived,
    disposition,
    negated,
    number,
    pack,
    recommendation,
    when,
    words,
    yes_no,
)
from citewell.engine.attribute_lines import attribute_lines
from citewell.engine.source_attributes import source_attributes
from citewell.guidelines.apply import apply
from citewell.guidelines.bases import content_folder
from citewell.guidelines.checks import CHECKS
from citewell.guidelines.loader import load_pack
from citewell.model.attributes import Attribute, AttributeUse
from citewell.model.cases import NO_FACTS
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Caution, Exclusion, FactDefinition, GuidelinePack, Population
from citewell.model.scores import Score, ScoreItem, ScoreOption

RACE = choice("ancestry", "one", "other", attribute=Attribute.RACE)
AGE = number("age", attribute=Attribute.DATE_OF_BIRTH)
SEX = choice("sex", "female", "male", attribute=Attribute.SEX)
ASKED = when("ancestry is one")


def uses(made: GuidelinePack) -> dict[Attribute, AttributeUse]:
    return {use.attribute: use for use in source_attributes(Catalog.of(made)).uses}


def rules(made: GuidelinePack, attribute: Attribute) -> list[tuple[str, str]]:
    return [(rule.kind, rule.id) for fact in uses(made)[attribute].facts for rule in fact.rules]


def test_every_attribute_is_told_in_the_regulations_order() -> None:
    told = source_attributes(Catalog.of(pack()))
    assert [use.attribute for use in told.uses] == list(Attribute)
    assert [line.n for line in attribute_lines(told)] == list(range(1, 14))


def test_a_fact_that_no_rule_asks_for_is_not_used() -> None:
    assert not uses(pack(facts=(AGE, RACE)))[Attribute.RACE].used


def test_a_population_is_asked_for_by_itself_and_by_every_recommendation_for_it() -> None:
    made = pack(facts=(AGE,))
    assert rules(made, Attribute.DATE_OF_BIRTH) == [("recommendation", "rest"), ("population", "everyone")]


EVERYWHERE = [
    pytest.param(
        {"statements": (recommendation(applies_when=ASKED),)}, ("recommendation", "rest"), id="applies_when"
    ),
    pytest.param(
        {"statements": (recommendation(applies_when=all_of(when("age > 3"), negated(ASKED))),)},
        ("recommendation", "rest"),
        id="deep in a tree",
    ),
    pytest.param(
        {"statements": (recommendation(direction=None, applies_when=ASKED),)},
        ("statement", "rest"),
        id="a statement",
    ),
    pytest.param(
        {"statements": (recommendation(never_when=(Caution(when=ASKED, wording=words("no"), cites=()),)),)},
        ("recommendation", "rest"),
        id="never_when",
    ),
    pytest.param(
        {
            "statements": (
                recommendation(applies_when=ASKED),
                recommendation("rest.long", parent="rest", populations=()),
            )
        },
        ("recommendation", "rest.long"),
        id="a detail of what asks",
    ),
    pytest.param(
        {
            "criteria": {"named": ASKED},
            "statements": (recommendation(applies_when=Criterion(op=Op.USE, name="named")),),
        },
        ("recommendation", "rest"),
        id="a named criterion",
    ),
    pytest.param(
        {"dispositions": (disposition("away", reason="ancestry is one"),)},
        ("disposition", "away"),
        id="a reason",
    ),
    pytest.param(
        {"populations": (Population(id="everyone", name="E", patient="e", when=ASKED),)},
        ("population", "everyone"),
        id="a population",
    ),
    pytest.param(
        {"exclusions": (Exclusion(id="hip-fracture", terms=(), wording=words("no"), when=ASKED),)},
        ("exclusion", "hip-fracture"),
        id="an exclusion",
    ),
    pytest.param(
        {
            "scores": (
                Score(
                    id="risk",
                    title="Risk",
                    kind="sum",
                    about=(),
                    populations=(),
                    use=words("use"),
                    not_for=words("not"),
                    items=(
                        ScoreItem(id="a", label="A", options=(ScoreOption(id="x", label="X", when=ASKED),)),
                    ),
                    bands=(),
                    cites=(),
                ),
            )
        },
        ("score", "risk"),
        id="a score",
    ),
]


@pytest.mark.parametrize(("fields", "place"), EVERYWHERE)
def test_race_is_told_wherever_a_rule_asks_for_it(fields: dict[str, object], place: tuple[str, str]) -> None:
    made = pack(facts=(AGE, RACE), **fields)
    assert place in rules(made, Attribute.RACE)
    assert not uses(replace(made, facts=(AGE, replace(RACE, attribute=None))))[Attribute.RACE].used


def test_what_a_fact_follows_from_is_used_through_it_at_any_distance() -> None:
    facts = (
        AGE,
        SEX,
        yes_no("after-menopause", derive=(derived("no", "sex is male"), derived("yes", "age > 60"))),
        yes_no("at-risk", derive=(derived("yes", "after-menopause is yes"),)),
    )
    made = pack(facts=facts, statements=(recommendation(applies_when=when("at-risk is yes")),))
    (sex,) = uses(made)[Attribute.SEX].facts
    assert (sex.fact, sex.through, [rule.id for rule in sex.rules]) == ("sex", ("at-risk",), ["rest"])
    (age,) = uses(made)[Attribute.DATE_OF_BIRTH].facts
    assert age.through == ()


def test_facts_that_follow_from_each_other_end_no_loop() -> None:
    facts: tuple[FactDefinition, ...] = (
        replace(RACE, derive=(derived("one", "b is yes"),)),
        yes_no("b", derive=(derived("yes", "ancestry is one"),)),
    )
    made = pack(facts=(AGE, *facts), statements=(recommendation(applies_when=when("b is yes")),))
    assert uses(made)[Attribute.RACE].facts[0].through == ("b",)


def test_nothing_is_concluded_from_a_name() -> None:
    made = pack(facts=(AGE, yes_no("race")), statements=(recommendation(applies_when=when("race is yes")),))
    assert not uses(made)[Attribute.RACE].used


def test_a_fact_called_like_an_attribute_has_to_say_so() -> None:
    def codes(*facts: FactDefinition) -> list[str]:
        return [fault.code for check in CHECKS for fault in check(Catalog.of(pack(facts=facts)))]

    assert "fact.attribute" in codes(AGE, yes_no("race"))
    assert "fact.attribute" not in codes(AGE, yes_no("race", attribute=Attribute.RACE))
    assert "fact.attribute" not in codes(AGE, RACE, yes_no("race-car"))


def test_what_a_pack_does_not_say_is_not_stated() -> None:
    lines = attribute_lines(source_attributes(Catalog.of(pack())))
    assert [line.told for line in lines[:4]] == [
        "Resting, version 0.1.0; 1 source",
        "not stated",
        "not stated",
        "release not stated; revised 2026-11-20",
    ]


def test_what_a_pack_says_is_told_as_it_says_it() -> None:
    made = pack(developer="A <Society>", funding="None.", released="2026-12-01")
    lines = attribute_lines(source_attributes(Catalog.of(made)))
    assert [line.told for line in lines[1:4]] == [
        "A <Society>",
        "None.",
        "released 2026-12-01; revised 2026-11-20",
    ]


PACK_YAML = """
id: tiny
title: Tiny
version: 0.1.0
status: draft
updated: 2026-11-20
summary: Tiny.
covers: [Adults.]
developer: Society of Invented Medicine
funding: A grant.
released: 2026-12-01
populations:
  all: {name: All, patient: all, when: sex is female}
"""
FACTS_YAML = """
sex:
  type: choice
  label: Sex
  ask: {clinician: "Which sex?", patient: "Which sex?"}
  attribute: sex
  values: {female: {label: Female}, male: {label: Male}}
"""


def test_a_pack_says_it_in_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK_YAML, encoding="utf-8")
    (folder / "facts.yaml").write_text(FACTS_YAML, encoding="utf-8")
    loaded = load_pack(folder)
    assert (loaded.problems, loaded.pack is None) == ((), False)
    assert loaded.pack
    told = source_attributes(Catalog.of(loaded.pack))
    assert (told.developer, told.funding, told.released) == (
        "Society of Invented Medicine",
        "A grant.",
        "2026-12-01",
    )
    assert uses(loaded.pack)[Attribute.SEX].used


def test_an_attribute_that_there_is_not_is_a_fault_of_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK_YAML, encoding="utf-8")
    facts = FACTS_YAML.replace("attribute: sex", "attribute: gender")
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    (problem,) = load_pack(folder).problems
    assert (problem.path, problem.line) == ("facts.yaml", 6)


def test_the_shipped_pack_uses_age_and_sex_and_health_status_and_nothing_else() -> None:
    made = load_pack(content_folder() / "packs" / "vertebral-fracture").pack
    assert made is not None
    used = {attribute for attribute, use in uses(made).items() if use.used}
    assert used == {Attribute.SEX, Attribute.DATE_OF_BIRTH, Attribute.HEALTH_STATUS}
    told = source_attributes(Catalog.of(made))
    assert [reference.n for reference in told.bibliography] == list(range(1, len(made.sources) + 1))
    assert ("recommendation", "acp-2023-bisphosphonate-men") in rules(made, Attribute.SEX)


def test_no_verdict_waits_for_a_fact_that_is_not_told_as_used() -> None:
    made = load_pack(content_folder() / "packs" / "vertebral-fracture").pack
    assert made is not None
    marked = replace(made, facts=tuple(replace(fact, attribute=Attribute.RACE) for fact in made.facts))
    told = {
        fact.fact: {(rule.kind, rule.id) for rule in fact.rules}
        for fact in uses(marked)[Attribute.RACE].facts
    }
    catalog = Catalog.of(marked)
    applied = apply(catalog, NO_FACTS, on=TODAY)
    waiting = 0
    for statement, verdict in applied.verdicts.items():
        kind = "recommendation" if catalog.statements[statement].direction else "statement"
        for fact in (*verdict.missing, *verdict.not_excluded):
            assert (kind, statement) in told[fact]
            waiting += 1
    assert any(verdict.not_excluded for verdict in applied.verdicts.values())
    assert waiting > len(applied.verdicts)
    assert {each.fact for each in applied.missing} <= set(told)
