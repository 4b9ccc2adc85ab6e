"""What worked cases try of a pack, and what nothing tries."""

from dataclasses import replace

import pytest

from builders import choice, negated, number, recommendation, source, when, words, yes_no
from citewell.engine.coverage import coverage_of
from citewell.model.catalog import Catalog
from citewell.model.coverage import Coverage, Gap
from citewell.model.guidelines import (
    Caution,
    Concept,
    ConceptKind,
    Disposition,
    DispositionReason,
    DrugSafety,
    Exclusion,
    GuidelinePack,
    HandOver,
    MustMention,
    Population,
    Topic,
    TopicSection,
)
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption
from citewell.model.sources import SourceStatus
from citewell.model.standing import Status
from citewell.model.worked import Case, Expectation
from citewell.questions.lexicon import compile_lexicon

ON = "2026-11-20"
SAID = words("It is said.")


def caution(sentence: str) -> Caution:
    return Caution(when=when(sentence), wording=SAID, cites=("guide-2020#r1",))


def concept(concept_id: str, *broader: str) -> Concept:
    return Concept(
        id=concept_id,
        kind=ConceptKind.INTERVENTION,
        label=concept_id.capitalize(),
        terms=(concept_id,),
        broader=broader,
    )


PACK = GuidelinePack(
    id="small",
    title="A small pack",
    version="0.1.0",
    status=Status.DRAFT,
    updated=ON,
    summary="One question.",
    covers=("Everyone.",),
    populations=(Population(id="everyone", name="Everyone", patient="everyone", when=when("age >= 0")),),
    exclusions=(Exclusion(id="children", terms=(), wording=SAID, when=when("age < 18")),),
    facts=(
        number("age"),
        yes_no("numb", terms=("numb",)),
        yes_no("unused"),
        choice("side", "left", "right"),
    ),
    concepts=(concept("rest"), concept("salve"), concept("balm", "salve")),
    sources=(source(), source("old-1998", year=1998, status=SourceStatus.SUPERSEDED)),
    statements=(
        recommendation(applies_when=when("age >= 60"), never_when=(caution("numb is yes"),), gives=("balm",)),
        recommendation("course", direction=None, cites=("old-1998#r1",)),
    ),
    dispositions=(
        Disposition(
            id="now",
            title="Now",
            severity="critical",
            wording=SAID,
            cites=(),
            reasons=(
                DispositionReason(id="numbness", when=when("numb is yes"), wording=SAID, cites=()),
                DispositionReason(id="left-side", when=when("side is left"), wording=SAID, cites=()),
            ),
        ),
        Disposition(id="home", title="Home", severity="info", wording=SAID, cites=()),
    ),
    topics=(
        Topic(
            id="care",
            title="Care",
            patient_title="Care",
            populations=("everyone",),
            questions=("What is the care?",),
            terms=("care",),
            bottom_line=("rest",),
            sections=(TopicSection(id="more", title="More", patient_title="More", items=("course",)),),
            must_mention=(
                MustMention(id="rest", what="Rest is named.", any_of=("rest",)),
                MustMention(id="course", what="The course is told.", any_of=("course",)),
            ),
        ),
    ),
    scores=(
        Score(
            id="sum",
            title="A sum",
            kind="sum",
            about=("rest",),
            populations=("everyone",),
            use=SAID,
            not_for=SAID,
            items=(
                ScoreItem(
                    id="numbness",
                    label="Numbness",
                    options=(
                        ScoreOption(id="yes", label="Yes", points=1, when=when("numb is yes")),
                        ScoreOption(id="no", label="No", points=0, when=negated(when("numb is yes"))),
                    ),
                ),
            ),
            bands=(
                ScoreBand(low=0, high=0, label="low", wording=SAID),
                ScoreBand(low=1, high=1, label="high", wording=SAID),
            ),
            cites=("guide-2020#r1",),
        ),
    ),
    safety=(DrugSafety(id="salve", contraindications=(caution("side is right"),), path="safety/salve.yaml"),),
    hand_overs=(
        HandOver(id="elders", to="other", topic="care", when=when("age >= 90")),
        HandOver(id="salves", to="other", topic="care", about=("salve",)),
    ),
    cases=(
        Case(
            name="At sixty rest applies",
            facts={"age": "60", "numb": "no"},
            expect=Expectation(disposition="home", verdicts={"rest": "applies"}),
        ),
        Case(
            name="Before, it does not",
            facts={"age": "59"},
            expect=Expectation(verdicts={"rest": "does not apply"}),
        ),
        Case(
            name="Care is asked for",
            question="What is the care?",
            expect=Expectation(claims=("rest",)),
        ),
    ),
)


def covered(*more: Case) -> Coverage:
    """The coverage of the small pack with further cases."""
    pack = replace(PACK, cases=(*PACK.cases, *more))
    return coverage_of(Catalog.of(pack), lexicon=compile_lexicon([pack]), on=ON)


def gaps(kind: str, *more: Case) -> dict[str, str]:
    """What is not tried of a kind, with what it lacks."""
    (found,) = (one for one in covered(*more).untested if one.kind.startswith(kind))
    return {gap.id: gap.lacks for gap in found.gaps}


def test_a_topic_tells_what_stands_on_its_page_and_who_asks_for_it() -> None:
    (topic,) = covered().topics
    assert topic.recommendations == {"for": ("rest",)}
    assert topic.statements == ("course",)
    assert topic.asked == ("Care is asked for",)
    assert topic.expected == ("At sixty rest applies", "Before, it does not", "Care is asked for")


def test_a_must_mention_is_proven_by_the_case_that_expects_it() -> None:
    (topic,) = covered().topics
    assert [(item.id, item.cases) for item in topic.must_mention] == [
        ("rest", ("Care is asked for",)),
        ("course", ()),
    ]


def test_a_source_is_as_old_as_the_day_asked_for_makes_it() -> None:
    assert [(each.id, each.age, each.status) for each in covered().sources] == [
        ("guide-2020", 6, "current"),
        ("old-1998", 28, "superseded"),
    ]
    (topic,) = covered().topics
    assert [each.id for each in topic.sources] == ["guide-2020", "old-1998"]


OLDER = Case(name="Older", facts={"age": "95", "numb": "yes", "side": "left"})
RIGHT = Case(name="On the right", says="numb", facts={"side": "right"})


@pytest.mark.parametrize(
    ("kind", "more", "left"),
    [
        ("recommendations", (), {"rest": "no case expects: unknown"}),
        ("statements", (), {"course": ""}),
        ("statements", (Case(name="x", expect=Expectation(claims=("course",))),), {}),
        ("must-mention", (), {"care: course": ""}),
        ("dispositions", (), {"now": ""}),
        ("reasons", (), {"now: numbness": "", "now: left-side": ""}),
        ("reasons", (OLDER,), {}),
        ("reasons", (RIGHT,), {"now: left-side": ""}),
        ("exclusions", (), {"children": ""}),
        ("exclusions", (Case(name="x", facts={"age": "17"}),), {}),
        ("exceptions", (), {"rest: never_when 1": ""}),
        ("exceptions", (RIGHT,), {}),
        ("rules of drug safety", (OLDER,), {"salve:contraindication-1": ""}),
        ("rules of drug safety", (RIGHT,), {}),
        ("hand-overs", (), {"elders": "", "salves": ""}),
        ("hand-overs", (OLDER,), {"salves": ""}),
        ("hand-overs", (Case(name="x", question="Does balm help?"),), {"elders": ""}),
        ("facts", (), {"unused": "", "side": ""}),
        ("facts", (RIGHT,), {"unused": ""}),
        ("options", (), {"sum: numbness: yes": ""}),
        ("bands", (OLDER,), {}),
    ],
)
def test_what_no_case_tries_is_told(kind: str, more: tuple[Case, ...], left: dict[str, str]) -> None:
    assert gaps(kind, *more) == left


def test_a_number_is_tried_below_at_and_above() -> None:
    assert gaps("numbers") == {
        "age < 18": "no case below it or at it",
        "age >= 0": "no case at it",
        "age >= 60": "no case above it",
        "age >= 90": "no case at it or above it",
    }


def test_below_the_least_that_a_fact_can_be_nobody_is_looked_for() -> None:
    assert "below" not in gaps("numbers")["age >= 0"]


def test_a_case_that_is_refused_tries_nothing_and_stops_nothing() -> None:
    told = covered(Case(name="Too old", facts={"age": "400"}), Case(name="Too old", says="aged 400"))
    assert told.cases == len(PACK.cases) + 2


def test_a_pack_without_cases_or_topics_is_told_of_too() -> None:
    pack = replace(PACK, cases=(), topics=())
    told = coverage_of(Catalog.of(pack), lexicon=compile_lexicon([pack]), on=ON)
    assert told.topics == ()
    assert next(one for one in told.untested if one.kind == "dispositions").gaps == (
        Gap(id="now", path="dispositions.yaml"),
        Gap(id="home", path="dispositions.yaml"),
    )
