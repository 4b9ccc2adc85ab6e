"""The shipped packs in FHIR R4: valid, whole, and every address, condition and citation leads somewhere."""

import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pytest
from markdown_it import MarkdownIt

from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.exporting import exported, pack_bundle
from citewell.interop.cql.naming import quoted
from citewell.model.catalog import Catalog
from citewell.model.wording import Wording
from fhir_validators import Validators

BASE = "https://fhir.example.org/r4"
PACK = "vertebral-fracture"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def bundle(engine: Engine) -> Json:
    return pack_bundle(engine, PACK, base=BASE)


@pytest.fixture(scope="module")
def resources(bundle: Json) -> list[Json]:
    return [entry["resource"] for entry in bundle["entry"]]


@pytest.fixture(scope="module")
def catalog(engine: Engine) -> Catalog:
    return engine.catalogs[PACK]


def inside(value: Any) -> Iterator[tuple[str, Any]]:
    """Every element of a resource with its name, however deep."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield name, each
            yield from inside(each)
    elif isinstance(value, list):
        for each in value:
            yield from inside(each)


def objects(resources: list[Json]) -> Iterator[Json]:
    """Every object inside the resources, those in lists, too."""
    for _, value in inside(resources):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping):
                yield dict(each)


def texts(resources: list[Json]) -> Iterator[str]:
    """Every text inside the resources, those in lists, too."""
    for _, value in inside(resources):
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def plans(resources: list[Json]) -> dict[str, Json]:
    """The plans of statements, by what their rule says."""
    made = [each for each in resources if each["id"].startswith(f"{PACK}-statement-")]
    return {plan["action"][0]["description"]: plan for plan in made}


def told(resources: list[Json], *names: str) -> set[str]:
    return {each for name, each in inside(resources) if name in names and isinstance(each, str)}


def test_every_resource_pleases_three_validators(resources: list[Json], validators: Validators) -> None:
    assert validators.faults(resources) == []


def test_the_bundle_pleases_them_too(bundle: Json, validators: Validators) -> None:
    assert validators.faults([bundle | {"entry": bundle["entry"][:3]}]) == []


def test_every_entry_is_put_under_an_address_of_its_own(bundle: Json) -> None:
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    for entry in bundle["entry"]:
        assert entry["fullUrl"] == f"{BASE}/{entry['request']['url']}"
        assert entry["request"]["url"] == f"{entry['resource']['resourceType']}/{entry['resource']['id']}"


def test_every_canonical_address_of_ours_leads_to_a_resource_of_the_bundle(resources: list[Json]) -> None:
    known = {resource["url"] for resource in resources}
    named = [each for each in texts(resources) if each.startswith(BASE)]
    assert len(named) > len(known)
    assert {each.partition("|")[0] for each in named} <= known


def test_every_code_of_ours_is_in_its_code_system(resources: list[Json]) -> None:
    systems = {
        each["url"]: {concept["code"] for concept in each["concept"]}
        for each in resources
        if each["resourceType"] == "CodeSystem"
    }
    ours = [each for each in objects(resources) if each.get("system") in systems and "code" in each]
    assert ours
    assert all(each["code"] in systems[each["system"]] for each in ours)


def test_every_condition_names_a_define_of_the_library(resources: list[Json]) -> None:
    content = next(each["content"][0] for each in resources if each["id"] == f"{PACK}-logic")
    cql = b64decode(content["data"]).decode()
    defines = set(re.findall(r"^define (\".*?\"):", cql, re.M))
    conditions = [each for each in objects(resources) if each.get("kind") == "applicability"]
    named = {quoted(each["expression"]["expression"]) for each in conditions}
    assert len(named) > 300
    assert named <= defines


def wordings(catalog: Catalog) -> Iterator[Wording]:
    pack = catalog.pack
    for statement in pack.statements:
        yield statement.wording
        yield from (caution.wording for caution in statement.never_when)
    for point in pack.disagreements:
        yield point.default
        yield from (side.says for side in point.sides)
    for disposition in pack.dispositions:
        yield disposition.wording
        yield from (reason.wording for reason in disposition.reasons)
    yield from (exclusion.wording for exclusion in pack.exclusions)
    for score in pack.scores:
        yield from (score.use, score.not_for, *(band.wording for band in score.bands))
    for rules in pack.safety:
        yield from (each.wording for each in (*rules.contraindications, *rules.cautions))
    for topic in pack.topics:
        yield Wording(clinician=topic.title, patient=topic.patient_title)
        yield from (Wording(clinician=each.title, patient=each.patient_title) for each in topic.sections)


def test_every_wording_of_the_pack_is_there_character_for_character(
    resources: list[Json], catalog: Catalog
) -> None:
    said = told(resources, "description", "title", "valueString", "text")
    missing = [
        text
        for wording in wordings(catalog)
        for text in (wording.clinician, wording.patient)
        if text not in said
    ]
    assert missing == []


def citations(catalog: Catalog) -> Iterator[str]:
    pack = catalog.pack
    for statement in pack.statements:
        yield from chain(statement.cites, *(caution.cites for caution in statement.never_when))
    for point in pack.disagreements:
        yield from chain(point.default_cites, *(side.cites for side in point.sides))
    for disposition in pack.dispositions:
        yield from chain(disposition.cites, *(reason.cites for reason in disposition.reasons))
    yield from chain.from_iterable(exclusion.cites for exclusion in pack.exclusions)
    yield from chain.from_iterable(score.cites for score in pack.scores)
    for rules in pack.safety:
        yield from chain.from_iterable(each.cites for each in (*rules.contraindications, *rules.cautions))
    yield from chain.from_iterable(edition.cites for value in pack.values for edition in value.editions)


def test_every_citation_of_the_pack_is_there_with_what_was_found_and_where(
    resources: list[Json], catalog: Catalog
) -> None:
    related = {each["label"]: each for each in objects(resources) if each.get("type") == "citation"}
    for citation in citations(catalog):
        source, finding = catalog.findings[citation]
        assert related[citation]["display"].endswith(finding.text)
        assert related[citation]["display"].startswith(finding.locator)
        assert source.status.value in related[citation]["citation"]
    assert {source.id for source in catalog.pack.sources} <= related.keys()


def test_every_grade_is_there_as_printed_and_what_is_derived_says_so(
    resources: list[Json], catalog: Catalog
) -> None:
    made = plans(resources)
    for statement in catalog.recommendations:
        plan = made[statement.wording.clinician]
        extensions = {each["url"].rpartition("/")[2]: each for each in plan["action"][0]["extension"]}
        assert extensions["citewell-direction"]["valueCode"] == statement.direction
        grade = catalog.grades.get(statement.id)
        assert extensions.get("citewell-printed-grade", {}).get("valueString", "") == statement.grade
        assert ("citewell-harmonised-strength" in extensions) is bool(grade and grade.strength)
        for name in ("cqf-strengthOfRecommendation", "cqf-qualityOfEvidence"):
            if name in extensions:
                value = extensions[name]["valueCodeableConcept"]
                assert value["text"] == statement.grade
                assert value["coding"][0]["userSelected"] is False
                assert value["coding"][0]["extension"][0]["valueBoolean"] is True


@pytest.mark.parametrize(
    ("statement", "direction"),
    [("idsa-2015-withhold-antibiotics", "for"), ("nice-ng35-no-single-test", "against")],
)
def test_no_recommendation_becomes_an_order_that_says_the_opposite(
    statement: str, direction: str, resources: list[Json], catalog: Catalog
) -> None:
    assert catalog.statements[statement].direction == direction
    activity = next(each for each in resources if each["id"] == f"{PACK}-{statement}")
    assert activity["kind"] == "CommunicationRequest"
    assert activity["doNotPerform"] is False
    assert "productCodeableConcept" not in activity


def test_all_sides_of_a_disagreement_stay_apart(resources: list[Json], catalog: Catalog) -> None:
    made = {each["title"]: each for each in resources if each["id"].startswith(f"{PACK}-disagreement-")}
    for point in catalog.pack.disagreements:
        plan = made[point.title]
        sides = plan["action"][0]["action"]
        assert [side["title"] for side in sides] == [f"{side.body}: {side.stance}" for side in point.sides]


def test_what_is_markdown_reads_as_the_text_it_was(resources: list[Json], catalog: Catalog) -> None:
    reader = MarkdownIt("commonmark")
    made = plans(resources)
    for statement in catalog.pack.statements:
        plan = made[statement.wording.clinician]
        (_, line, _) = reader.parse(plan["description"])
        assert "".join(token.content for token in line.children or ()) == statement.wording.clinician


def test_the_dispositions_keep_their_order(resources: list[Json], catalog: Catalog) -> None:
    plan = next(each for each in resources if each["id"] == f"{PACK}-dispositions")
    (chosen,) = plan["action"]
    assert chosen["selectionBehavior"] == "exactly-one"
    assert [each["title"] for each in chosen["action"]] == [each.title for each in catalog.pack.dispositions]


def test_twice_the_same_bytes(engine: Engine) -> None:
    assert exported(engine, PACK, "fhir", base=BASE) == exported(engine, PACK, "fhir", base=BASE)


def test_the_same_bytes_from_another_process_whatever_the_order_of_its_sets(
    engine: Engine, settings: Settings
) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "7", "CITEWELL_HOME": str(settings.home)}
    other = subprocess.run(
        [sys.executable, "-m", "citewell", "packs", "export", PACK, "--base", BASE],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert other.stdout == exported(engine, PACK, "fhir", base=BASE)
    assert json.loads(other.stdout)["resourceType"] == "Bundle"


def claiming(resources: list[Json], profile: str) -> list[Json]:
    address = f"http://hl7.org/fhir/uv/cpg/StructureDefinition/{profile}"
    return [each for each in resources if address in each.get("meta", {}).get("profile", ())]


def test_a_recommendation_keeps_what_its_profile_asks(resources: list[Json]) -> None:
    """CPG 2.0.0, CPGRecommendationDefinition and CPGComputablePlanDefinition."""
    activities = {each["url"] for each in claiming(resources, "cpg-communicationactivity")}
    claimed = claiming(resources, "cpg-recommendationdefinition")
    assert claimed
    for plan in claimed:
        assert plan["type"]["coding"][0]["code"] == "eca-rule"
        assert len(plan["library"]) == 1
        assert plan["action"]
        for action in plan["action"]:
            urls = [each["url"] for each in action["extension"] if "hl7.org" in each["url"]]
            assert len(urls) == len(set(urls))
            if "definitionCanonical" in action:
                assert action["definitionCanonical"].partition("|")[0] in activities


def test_a_strategy_keeps_what_its_profile_asks(resources: list[Json]) -> None:
    """CPG 2.0.0, CPGStrategyDefinition."""
    (plan,) = claiming(resources, "cpg-strategydefinition")
    assert plan["type"]["coding"][0]["code"] == "workflow-definition"
    for action in plan["action"]:
        assert action["title"]
        assert action["description"]
        assert len(action["code"]) == 1
        forbidden = {"type", "groupingBehavior", "requiredBehavior", "precheckBehavior", "transform"}
        assert not forbidden & action.keys()


def test_an_activity_keeps_what_its_profile_asks(resources: list[Json], catalog: Catalog) -> None:
    """CPG 2.0.0, CPGCommunicationActivity."""
    claimed = claiming(resources, "cpg-communicationactivity")
    assert len(claimed) == len(catalog.recommendations)
    for activity in claimed:
        assert activity["kind"] == "CommunicationRequest"
        assert activity["profile"].endswith("/cpg-communicationrequest")
        assert activity["code"]["coding"][0]["code"] == "send-message"
        assert (activity["intent"], activity["doNotPerform"]) == ("proposal", False)


def test_the_manifest_names_every_resource_beside_itself(resources: list[Json]) -> None:
    own, *others = resources
    composed = [each["resource"] for each in own["relatedArtifact"] if each["type"] == "composed-of"]
    assert [each.partition("|")[0] for each in composed] == [each["url"] for each in others]
