"""A patient whom several packs speak of: who leads, what each adds, nothing said twice."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from builders import derived, disposition, pack, recommendation, source, when, words, yes_no
from citewell.answers.formats.application_page import application_page
from citewell.answers.formats.markdown import page_markdown
from citewell.cli.terminal import page_text
from citewell.engine import Engine
from citewell.engine.fhir_documents import occasion_on
from citewell.engine.fhir_guidance import application_in_fhir
from citewell.errors import InputError
from citewell.model.answers import Audience
from citewell.model.applications import Application
from citewell.model.catalog import Catalog
from citewell.model.guidelines import (
    Exclusion,
    FactDefinition,
    GuidelinePack,
    HandOver,
    Population,
    Topic,
)

SADDLE = yes_no("saddle-numbness")
FACTS: tuple[FactDefinition, ...] = (
    SADDLE,
    yes_no("deficit", derive=(derived("yes", "saddle-numbness is yes"),)),
    yes_no("back-pain"),
    yes_no("thin-bones"),
    yes_no("fever"),
    yes_no("fall"),
)


def people(sentence: str) -> tuple[Population, ...]:
    return (Population(id="people", name="People", patient="people", when=when(sentence)),)


def made(pack_id: str, sentence: str, **fields: object) -> GuidelinePack:
    statement = recommendation(
        f"{pack_id}-rest", f"Rest as {pack_id} says.", populations=("people",), cites=(f"{pack_id}-2020#r1",)
    )
    told = source(f"{pack_id}-2020", findings={"r1": f"{pack_id} says rest.", "r2": "More."})
    first = {
        "id": pack_id,
        "title": pack_id.capitalize(),
        "facts": FACTS,
        "populations": people(sentence),
        "statements": (statement,),
        "sources": (told, source()),
        "dispositions": (disposition("stay"),),
    }
    return pack(**{**first, **fields})


def severe(severity: str, **reasons: str) -> object:
    return replace(disposition(f"go-{severity}", **reasons), severity=severity)


BACK = made(
    "back",
    "back-pain is yes",
    dispositions=(severe("critical", deficit="deficit is yes"), disposition("stay")),
)
BONES = made("bones", "thin-bones is yes")
URGENT = made(
    "urgent",
    "back-pain is yes",
    emergencies=True,
    dispositions=(severe("critical", saddle="saddle-numbness is yes"), disposition("stay")),
)
FALLS = made(
    "falls",
    "fall is yes",
    dispositions=(severe("warning", hot="fever is yes"), disposition("stay")),
)


def applied(
    packs: Sequence[GuidelinePack], audience: Audience = Audience.CLINICIAN, **facts: str
) -> Application:
    told = {name.replace("_", "-"): value for name, value in facts.items()}
    return engine_of(packs).apply(facts=told, audience=audience)


def engine_of(packs: Sequence[GuidelinePack]) -> Engine:
    return Engine([Catalog.of(each) for each in packs], today="2026-11-20")


def speaking(application: Application) -> list[str]:
    return [part.pack for part in application.parts]


@pytest.mark.parametrize(
    ("facts", "speaks"),
    [
        ({"back_pain": "yes"}, ["back"]),
        ({"thin_bones": "yes"}, ["bones"]),
        ({"back_pain": "yes", "thin_bones": "yes"}, ["back", "bones"]),
        # A warning outranks a pack that has none.
        ({"thin_bones": "yes", "fall": "yes", "fever": "yes"}, ["falls", "bones"]),
        # That of a pack which may yet be for the patient, and may not, is not told.
        ({"thin_bones": "yes", "fever": "yes"}, ["bones"]),
        ({"thin_bones": "yes", "fall": "no", "fever": "yes"}, ["bones"]),
        # An emergency is told of everybody.
        ({"thin_bones": "yes", "back_pain": "no", "deficit": "yes"}, ["back", "bones"]),
        # Nobody's pack is for them: the first that may yet be, or the first.
        ({"back_pain": "no", "fever": "no"}, ["bones"]),
        ({"back_pain": "no", "thin_bones": "no", "fall": "no"}, ["back"]),
    ],
)
def test_the_packs_that_are_for_the_patient_speak_the_most_urgent_first(
    facts: dict[str, str], speaks: list[str]
) -> None:
    assert speaking(applied([BACK, BONES, FALLS], **facts)) == speaks


def test_of_two_emergencies_the_pack_for_emergencies_tells_it_and_the_same_reason_is_told_once() -> None:
    shown = applied([BACK, BONES, URGENT], back_pain="yes", saddle_numbness="yes")
    assert speaking(shown) == ["urgent", "back"]
    first, second = shown.parts
    assert [reason.facts for reason in first.disposition.because] == [("saddle-numbness",)]
    # The deficit follows from the numbness that was told.
    assert second.disposition is None
    assert shown.is_emergency


def test_a_reason_on_other_grounds_is_told_beside_the_first() -> None:
    shown = applied([BACK, URGENT], back_pain="yes", saddle_numbness="yes", deficit="yes")
    assert [part.disposition is not None for part in shown.parts] == [True, True]


def test_what_remains_is_not_said_beside_a_warning() -> None:
    shown = applied([FALLS, BONES], thin_bones="yes", fall="yes", fever="yes")
    assert [part.disposition and part.disposition.id for part in shown.parts] == ["go-warning", None]


def test_the_same_words_and_the_same_finding_are_told_once() -> None:
    twin = made("bones", "thin-bones is yes", statements=BACK.statements, sources=BACK.sources)
    shown = applied([BACK, twin], back_pain="yes", thin_bones="yes")
    assert [len(part.recommendations) for part in shown.parts] == [1]


def test_a_source_that_two_packs_cite_has_one_number() -> None:
    statement = recommendation("two", "Rest for two.", populations=("people",), cites=("back-2020#r2",))
    other = made("bones", "thin-bones is yes", statements=(statement,), sources=BACK.sources)
    shown = applied([BACK, other], back_pain="yes", thin_bones="yes")
    assert [reference.id for reference in shown.references].count("back-2020") == 1
    assert [reference.n for reference in shown.references] == list(range(1, len(shown.references) + 1))


def test_facts_are_understood_once_and_missing_ones_asked_once_the_most_urgent_first() -> None:
    cautious = recommendation("c", "Rest, cool.", populations=("people",), applies_when=when("fever is no"))
    bones = made("bones", "thin-bones is yes", statements=(cautious,), sources=(source(),))
    falls = replace(FALLS, populations=people("thin-bones is yes"))
    shown = applied([bones, falls, BACK], thin_bones="yes", back_pain="yes")
    understood = [fact.id for fact in shown.understood]
    assert len(understood) == len(set(understood))
    asked = [fact.id for fact in shown.missing]
    assert sorted(asked) == sorted(set(asked))
    # The deficit decides an emergency, a fever a warning.
    assert asked.index("deficit") < asked.index("fever")
    fever = next(fact for fact in shown.missing if fact.id == "fever")
    assert set(fever.decides) == {"go-warning", "c"}


def test_a_fact_that_only_another_pack_knows_is_understood_all_the_same() -> None:
    own = made("bones", "thin-bones is yes", facts=(*FACTS, yes_no("bruise")))
    shown = applied([BACK, own], back_pain="yes", bruise="yes")
    assert "bruise" in {fact.id for fact in shown.understood}


def test_facts_that_contradict_each_other_in_any_pack_are_refused() -> None:
    with pytest.raises(InputError, match="contradicts"):
        applied([BONES, BACK], thin_bones="yes", saddle_numbness="yes", deficit="no")


OUT = Exclusion(id="thin", terms=(), wording=words("Thin bones are outside."), when=when("thin-bones is yes"))
TREATMENT = Topic(
    id="treatment", title="Drug treatment", patient_title="Drugs", populations=("people",),
    questions=("Which drug?",), terms=(), bottom_line=("bones-rest",), sections=(), must_mention=(),
)  # fmt: skip
TO_BONES = HandOver(id="on", to="bones", topic="treatment", when=when("thin-bones is yes"))


def test_a_pack_that_leaves_the_patient_out_comes_last_and_recommends_nothing() -> None:
    back = replace(BACK, exclusions=(OUT,), hand_overs=(TO_BONES,))
    shown = applied([back, replace(BONES, topics=(TREATMENT,))], back_pain="yes", thin_bones="yes")
    assert speaking(shown) == ["bones", "back"]
    last = shown.parts[1]
    assert (last.excluded, last.recommendations, last.missing) == (("Thin bones are outside.",), (), ())


@pytest.mark.parametrize(("thin", "handed"), [("yes", 1), ("no", 0)])
def test_where_another_pack_takes_over_is_said_with_its_bottom_line(thin: str, handed: int) -> None:
    back = replace(BACK, hand_overs=(TO_BONES,))
    bones = replace(BONES, populations=people("fall is yes"), topics=(TREATMENT,))
    shown = applied([back, bones], back_pain="yes", thin_bones=thin)
    assert speaking(shown) == ["back"]
    assert len(shown.leading.hand_overs) == handed
    if handed:
        (over,) = shown.leading.hand_overs
        assert (over.pack_title, over.title, over.question) == ("Bones", "Drug treatment", "Which drug?")
        assert [claim.id for claim in over.claims] == ["bones-rest"]
        assert "bones-2020" in {reference.id for reference in shown.references}


def test_a_pack_yields_to_another_that_is_for_the_patient_whatever_it_warns_of() -> None:
    falls = replace(FALLS, yields_to=("bones",))
    told = {"thin_bones": "yes", "fall": "yes", "fever": "yes"}
    assert speaking(applied([FALLS, BONES], **told)) == ["falls", "bones"]
    assert speaking(applied([falls, BONES], **told)) == ["bones", "falls"]
    assert speaking(applied([falls, BONES], fall="yes", fever="yes")) == ["falls"]
    # An emergency leads all the same.
    urgent = replace(falls, dispositions=(severe("critical", hot="fever is yes"), disposition("stay")))
    assert speaking(applied([urgent, BONES], **told)) == ["falls", "bones"]


def test_a_pack_that_has_a_part_is_not_said_again_where_it_takes_over() -> None:
    back, bones = replace(BACK, hand_overs=(TO_BONES,)), replace(BONES, topics=(TREATMENT,))
    shown = applied([back, bones], back_pain="yes", thin_bones="yes")
    assert [over.claims for over in shown.leading.hand_overs] == [()]


def test_nothing_is_handed_over_to_a_pack_that_is_not_in_use() -> None:
    shown = applied([replace(BACK, hand_overs=(TO_BONES,))], back_pain="yes", thin_bones="yes")
    assert shown.leading.hand_overs == ()


MANY = (
    replace(BACK, hand_overs=(TO_BONES,)),
    replace(BONES, topics=(TREATMENT,)),
    URGENT,
    FALLS,
)
EVERYTHING = {
    "back_pain": "yes",
    "thin_bones": "yes",
    "fall": "yes",
    "fever": "yes",
    "saddle_numbness": "yes",
}


@pytest.mark.parametrize("audience", [Audience.CLINICIAN, Audience.STUDENT])
def test_the_page_begins_with_what_leads_and_tells_every_part(audience: Audience) -> None:
    shown = applied(MANY, audience, **EVERYTHING)
    page = application_page(shown, this_year=2026)
    text = page_text(page, width=80, colour=False)
    assert all(len(line) <= 80 for line in text.splitlines())
    assert text.index("GO-CRITICAL") < text.index("FALLS: GO-WARNING") < text.index("\nUrgent\n")
    assert text.index("\nUrgent\n") < text.index("\nFalls\n") < text.index("\nReferences\n")
    for part in shown.parts:
        for claim in part.recommendations:
            told = claim.text if part is shown.leading else claim.title
            assert told in " ".join(text.split())
    ids = [part.id for part in page.parts]
    assert len(ids) == len(set(ids))
    assert "The emergency above comes first." in text
    assert page_markdown(page).count("## ") >= len(shown.parts)


def test_the_contract_speaks_of_the_leading_pack_and_of_the_others_beside() -> None:
    engine = engine_of(MANY)
    facts = {name.replace("_", "-"): value for name, value in EVERYTHING.items()}
    document = msgspec.to_builtins(engine.application_contract(engine.apply(facts=facts)))
    assert (document["pack"], document["disposition"]["severity"]) == ("urgent", "critical")
    assert [part["pack"] for part in document["others"]] == ["back", "falls", "bones"]
    numbers = {reference["n"] for reference in document["references"]}
    told = [document, *document["others"]]
    cited = {n for part in told for each in part["recommendations"] for n in each["claim"]["citations"]}
    assert cited
    assert cited <= numbers


def test_the_same_patient_gives_the_same_bytes_whatever_the_order_in_which_facts_are_given() -> None:
    engine = engine_of(MANY)
    facts = {name.replace("_", "-"): value for name, value in EVERYTHING.items()}
    documents = {
        msgspec.json.encode(engine.application_contract(engine.apply(facts=dict(order))))
        for order in (facts.items(), reversed(facts.items()))
    }
    assert len(documents) == 1


def test_in_fhir_every_part_is_planned_under_ids_of_its_own() -> None:
    engine = engine_of(MANY)
    facts = {name.replace("_", "-"): value for name, value in EVERYTHING.items()}
    application = engine.apply(facts=facts)
    bundle = application_in_fhir(application, engine.catalogs, occasion_on("2026-11-20"))
    resources = {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]}
    activities = [each["id"] for each in resources["CarePlan"]["activity"]]
    assert activities[0] == "disposition:go-critical"
    assert activities[1] == "falls:disposition:go-warning"
    assert len(activities) == len(set(activities))
    told = resources["Parameters"]["parameter"]
    packs = {part["valueCode"] for each in told for part in each["part"] if part["name"] == "pack"}
    assert packs == {"urgent", "falls", "back", "bones"}
