"""A pathway asks in the pack's order, ends at the first yes, and never takes unknown for no."""

import pytest

from builders import TODAY, all_of, disposition, known, negated, number, pack, when, words, yes_no
from citewell.engine.pathways import pathway_of
from citewell.guidelines.criterion_words import criterion_in_words
from citewell.guidelines.logic import circumstances
from citewell.model.answers import Audience
from citewell.model.cases import NO_FACTS, CaseFacts, Truth
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Disposition, DispositionReason
from citewell.model.pathways import Course, Pathway

LATER = Disposition(
    id="later",
    title="Later",
    severity="warning",
    wording=words("later"),
    cites=("guide-2020#r1",),
    reasons=(
        DispositionReason(
            id="pain-goes-on",
            when=all_of(when("pain >= 7"), when("treated is yes")),
            wording=words("Pain goes on.", "It still hurts. See a doctor."),
            cites=("guide-2020#r1",),
        ),
    ),
)
CATALOG = Catalog.of(
    pack(
        facts=(number("age"), yes_no("deficit"), number("pain", maximum=10.0), yes_no("treated")),
        dispositions=(disposition("urgent", deficit="deficit is yes"), LATER, disposition("home")),
        criteria={"hurting": when("pain >= 7")},
    )
)


def courses(facts: CaseFacts) -> tuple[list[Course | None], str]:
    pathway = pathway_of(CATALOG, facts, on=TODAY)
    return [step.course for step in pathway.steps], pathway.stops


@pytest.mark.parametrize(
    ("facts", "expected", "stops"),
    [
        (known(deficit=True), [Course.TAKEN, Course.NOT_REACHED, Course.NOT_REACHED], "urgent"),
        (
            known(deficit=False, pain=8.0, treated=True),
            [Course.RULED_OUT, Course.TAKEN, Course.NOT_REACHED],
            "later",
        ),
        (known(pain=8.0, treated=True), [Course.OPEN, Course.TAKEN, Course.NOT_REACHED], "later"),
        (known(), [Course.OPEN, Course.OPEN, Course.TAKEN], "home"),
        (known(deficit=False, pain=2.0), [Course.RULED_OUT, Course.RULED_OUT, Course.TAKEN], "home"),
    ],
)
def test_the_way_ends_at_the_first_yes(facts: CaseFacts, expected: list[Course], stops: str) -> None:
    assert courses(facts) == (expected, stops)


def test_without_a_patient_nothing_is_marked() -> None:
    pathway = pathway_of(CATALOG, on=TODAY)
    assert {step.course for step in pathway.steps} == {None}
    assert not any(edge.taken for edge in pathway.edges)
    assert pathway.stops == ""
    assert pathway.steps[0].reasons[0].truth is None


def taken(pathway: Pathway) -> list[tuple[str, str]]:
    return [(edge.start, edge.end) for edge in pathway.edges if edge.taken]


def test_the_edges_taken_lead_from_the_first_question_to_the_end() -> None:
    assert taken(pathway_of(CATALOG, known(), on=TODAY)) == [
        ("urgent", "later"),
        ("later", "home"),
        ("home", "home"),
    ]
    assert taken(pathway_of(CATALOG, known(deficit=True), on=TODAY)) == [("urgent", "urgent")]


def test_a_reason_says_what_settled_it_and_what_could() -> None:
    pathway = pathway_of(CATALOG, known(deficit=True, pain=9.0), on=TODAY)
    urgent, later = pathway.steps[0].reasons[0], pathway.steps[1].reasons[0]
    assert (urgent.truth, urgent.decided_by) == (Truth.TRUE, ("deficit",))
    assert (later.truth, later.missing) == (Truth.UNKNOWN, ("treated",))


def test_a_patient_reads_what_is_so_in_plain_words() -> None:
    reason = pathway_of(CATALOG, on=TODAY, audience=Audience.PATIENT).steps[1].reasons[0]
    assert reason.name == "It still hurts."
    assert pathway_of(CATALOG, on=TODAY).steps[1].reasons[0].name == "pain goes on"


def test_the_same_facts_give_the_same_pathway() -> None:
    facts = known(deficit=False, pain=8.0)
    assert pathway_of(CATALOG, facts, on=TODAY) == pathway_of(CATALOG, facts, on=TODAY)


def test_a_pack_without_dispositions_has_an_empty_pathway() -> None:
    pathway = pathway_of(Catalog.of(pack()), known(age=40.0), on=TODAY)
    assert (pathway.steps, pathway.edges, pathway.stops) == ((), (), "")


EITHER = Criterion(op=Op.ANY, parts=(when("deficit is yes"), Criterion(op=Op.USE, name="hurting")))


@pytest.mark.parametrize(
    ("criterion", "phrase"),
    [
        (when("deficit is yes"), "Deficit"),
        (when("deficit is no"), "Deficit: no"),
        (negated(when("deficit is yes")), "not (Deficit)"),
        (EITHER, "Deficit or Pain: at least 7"),
        (all_of(when("treated is yes"), EITHER), "Treated and (Deficit or Pain: at least 7)"),
        (all_of(when("treated is yes"), all_of(EITHER)), "Treated and (Deficit or Pain: at least 7)"),
    ],
)
def test_a_criterion_is_told_in_words(criterion: Criterion, phrase: str) -> None:
    known_now = circumstances(CATALOG.pack, NO_FACTS, on=TODAY)
    assert criterion_in_words(criterion, CATALOG.facts, known_now) == phrase
