"""Packs built by hand in FHIR R4: hostile texts, every standing, codes with wildcards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from builders import choice, number, recommendation, source, when, yes_no
from builders import pack as pack_about_nothing
from citewell.errors import InputError
from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.codings import base_of, resource_id
from citewell.interop.fhir.packs import pack_bundle
from citewell.interop.fhir.serialised import serialised
from citewell.model.catalog import Catalog
from citewell.model.grades import Grade
from citewell.model.guidelines import Concept, ConceptKind, GuidelinePack
from citewell.model.mappings import Code, RecordMapping
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption
from citewell.model.sources import Direction, Finding
from citewell.model.standing import Standing, Status
from citewell.model.wording import Wording
from fhir_validators import Validators

BASE = "https://fhir.example.org/r4"
Json = dict[str, Any]
HOSTILE = [
    "<script>alert(1)</script> must not be given",
    "T-score < -2.5 & > -4; 5 mg/m² *or* _not_ 10 µg ≥ [3](javascript:x)",
    "]]> &amp; &lt;b&gt; \\ ` ~~gone~~ | a | ![x](y)",
    "1. not a list",
    "- not a list either",
    "# no heading",
    "> no quotation, “quoted” – 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ١٢ 漢字 e\u0301",
]


def pack(**fields: object) -> GuidelinePack:
    rest = Concept(id="rest", kind=ConceptKind.INTERVENTION, label="Rest", terms=("rest",))
    return pack_about_nothing(**{"concepts": (rest,), **fields})


def bundle_of(made: GuidelinePack, *, standing: Standing | None = None, **grades: Grade) -> Json:
    catalog = Catalog.of(made, {name.replace("_", "-"): grade for name, grade in grades.items()})
    return pack_bundle(Publication(base=BASE, pack=made, standing=standing), catalog, "library X")


def found(bundle: Json, kind: str, part: str) -> Json:
    return next(
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == kind and part in entry["resource"]["id"]
    )


def extensions(element: Mapping[str, Any]) -> dict[str, Any]:
    return {each["url"].rpartition("/")[2]: each for each in element.get("extension", ())}


def test_the_least_pack_is_valid(validators: Validators) -> None:
    bundle = bundle_of(pack())
    assert validators.faults([*(entry["resource"] for entry in bundle["entry"]), bundle]) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_whole_and_harmless(text: str, validators: Validators) -> None:
    said = recommendation(wording=Wording(clinician=text, patient=text), title=text)
    cited = replace(source(title=text), findings=(Finding(id="r1", text=text, locator=text),))
    bundle = bundle_of(pack(statements=(said,), sources=(cited,), title=text, summary=text))
    plan = found(bundle, "PlanDefinition", "statement")
    (action,) = plan["action"]
    assert (action["description"], action["title"]) == (text, text)
    assert action["documentation"][0]["display"] == f"{text}: {text}"
    assert extensions(action)["citewell-patient-wording"]["valueString"] == text
    assert read_as_markdown(plan["description"]) == text
    narrative = etree.fromstring(plan["text"]["div"])
    assert narrative.findtext("{*}h2") == text
    assert {element.tag.rpartition("}")[2] for element in narrative.iter()} <= {"div", "h2", "p", "ul", "li"}
    assert validators.faults([plan, found(bundle, "ActivityDefinition", "")]) == []


def read_as_markdown(text: str) -> str:
    (opened, line, closed) = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    children = line.children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@pytest.mark.parametrize(
    ("standing", "status", "experimental"),
    [
        (None, "draft", True),
        (Status.SUBMITTED, "draft", True),
        (Status.UNDER_REVIEW, "draft", True),
        (Status.CHANGES_REQUESTED, "draft", True),
        (Status.APPROVED, "active", False),
        (Status.SUPERSEDED, "retired", False),
        (Status.RETIRED, "retired", False),
    ],
)
def test_only_what_the_board_approved_is_active(
    standing: Status | None, status: str, experimental: bool, validators: Validators
) -> None:
    says = standing and Standing(
        subject="pack:resting",
        version=3,
        status=standing,
        since="2026-11-19",
        updated="2026-11-18",
        by=("Ada Lovelace",) if standing is Status.APPROVED else (),
        expires="2027-11-19" if standing is Status.APPROVED else "",
    )
    bundle = bundle_of(pack(), standing=says)
    plan = found(bundle, "PlanDefinition", "statement")
    assert (plan["status"], plan["experimental"]) == (status, experimental)
    approved = {name: plan[name] for name in ("approvalDate", "effectivePeriod", "endorser") if name in plan}
    assert approved == (
        {
            "approvalDate": "2026-11-19",
            "effectivePeriod": {"end": "2027-11-19"},
            "endorser": [{"name": "Ada Lovelace"}],
        }
        if standing is Status.APPROVED
        else {}
    )
    assert validators.faults([plan]) == []


def test_a_pack_that_says_that_it_is_retired_is_retired() -> None:
    plan = found(bundle_of(pack(status=Status.RETIRED)), "PlanDefinition", "statement")
    assert plan["status"] == "retired"


@pytest.mark.parametrize(
    ("grade", "named"),
    [
        (Grade("Strong; low", "strong", "low"), {"strength": "strong", "certainty": "low"}),
        (Grade("1B", "conditional", "moderate"), {"strength": "weak", "certainty": "moderate"}),
        (Grade("Consensus", "consensus"), {}),
        (Grade("Inconclusive", "no recommendation"), {}),
        (Grade("Usually appropriate"), {}),
        (Grade("C", None, "very low"), {"certainty": "very-low"}),
    ],
)
def test_a_grade_is_printed_as_printed_and_only_what_has_a_code_gets_one(
    grade: Grade, named: dict[str, str], validators: Validators
) -> None:
    said = recommendation(grade=grade.as_printed)
    bundle = bundle_of(pack(statements=(said,)), **{said.id.replace("-", "_"): grade})
    plan = found(bundle, "PlanDefinition", "statement")
    told = extensions(plan["action"][0])
    assert told["citewell-printed-grade"]["valueString"] == grade.as_printed
    assert told.get("citewell-harmonised-strength", {}).get("valueCode") == grade.strength
    assert told.get("citewell-harmonised-certainty", {}).get("valueCode") == grade.certainty
    carriers = {"strength": "cqf-strengthOfRecommendation", "certainty": "cqf-qualityOfEvidence"}
    codes = {
        name: told[url]["valueCodeableConcept"]["coding"][0]["code"]
        for name, url in carriers.items()
        if url in told
    }
    assert codes == named
    assert validators.faults([plan]) == []


@pytest.mark.parametrize(
    ("direction", "code"),
    [
        (Direction.FOR, "for"),
        (Direction.AGAINST, "against"),
        (Direction.OPTION, None),
        (Direction.NO_RECOMMENDATION, None),
    ],
)
def test_neither_an_option_nor_the_lack_of_a_recommendation_points_for_or_against(
    direction: Direction, code: str | None
) -> None:
    bundle = bundle_of(pack(statements=(recommendation(direction=direction),)))
    told = extensions(found(bundle, "PlanDefinition", "statement")["action"][0])
    assert told["citewell-direction"]["valueCode"] == direction.value
    carried = told.get("cpg-directionOfRecommendation", {}).get("valueCodeableConcept", {"coding": [{}]})
    assert carried["coding"][0].get("code") == code


def test_codes_are_named_and_never_expanded(validators: Validators) -> None:
    codes = (
        Code(system="loinc", code="33914-3", display="GFR"),
        Code(system="snomed-ct", code="709044004", display="Chronic kidney disease"),
        Code(system="icd-10-cm", code="N18.3*", display="CKD stage 3"),
        Code(system="icd-10-cm", code="S?2.0", display="Fracture"),
        Code(system="icd-10-cm", code="N18.6", display="End stage renal disease"),
    )
    fact = yes_no("ckd", fhir=(RecordMapping(resource="Condition", codes=codes, means="yes", days=90.0),))
    bundle = bundle_of(pack(facts=(number("age"), fact)))
    values = found(bundle, "ValueSet", "ckd")
    assert values["compose"]["include"] == [
        {
            "system": "http://hl7.org/fhir/sid/icd-10-cm",
            "concept": [{"code": "N18.6", "display": "End stage renal disease"}],
        },
        {
            "system": "http://hl7.org/fhir/sid/icd-10-cm",
            "filter": [{"property": "code", "op": "regex", "value": r"N18\.3.*"}],
        },
        {
            "system": "http://hl7.org/fhir/sid/icd-10-cm",
            "filter": [{"property": "code", "op": "regex", "value": r"S.2\.0"}],
        },
        {"system": "http://loinc.org", "concept": [{"code": "33914-3", "display": "GFR"}]},
        {"system": "http://snomed.info/sct", "concept": [{"code": "709044004"}]},
    ]
    assert "Regenstrief" in values["copyright"]
    assert "SNOMED International" in values["copyright"]
    assert "Chronic kidney disease" not in serialised(bundle).decode()
    library = found(bundle, "Library", "logic")
    (need,) = library["dataRequirement"]
    assert need["codeFilter"][0]["valueSet"] == f"{values['url']}|{values['version']}"
    assert need["dateFilter"][0]["valueDuration"]["value"] == 90
    assert validators.faults([values, library]) == []


def test_values_of_a_choice_have_sets_of_their_own(validators: Validators) -> None:
    mapping = RecordMapping(
        resource="Observation",
        codes=(Code(system="loinc", code="82810-3", display="Pregnancy status"),),
        value="valueCodeableConcept",
        choices={"early": (Code(system="snomed-ct", code="77386006", display="Pregnant"),)},
    )
    stage = choice("stage", "early", "late", fhir=(mapping,))
    bundle = bundle_of(pack(facts=(number("age"), stage)))
    assert found(bundle, "ValueSet", "stage-1-early")["compose"]["include"] == [
        {"system": "http://snomed.info/sct", "concept": [{"code": "77386006"}]}
    ]
    assert validators.faults([found(bundle, "ValueSet", "stage-1-early")]) == []


def test_points_keep_their_digits(validators: Validators) -> None:
    said = Wording(clinician="Counts.", patient="Counts.")
    item = ScoreItem(
        id="pain",
        label="Pain",
        options=(
            ScoreOption(id="much", label="Much", points=2.0, when=when("age >= 18")),
            ScoreOption(id="some", label="Some", points=0.5),
            ScoreOption(id="other", label="Other"),
        ),
    )
    score = Score(
        id="counted",
        title="Counted",
        kind="sum",
        about=(),
        populations=("everyone",),
        use=said,
        not_for=said,
        items=(item,),
        bands=(ScoreBand(low=0.0, high=2.5, label="all", wording=said),),
        cites=("guide-2020#r1",),
    )
    bundle = bundle_of(pack(scores=(score,)))
    form = found(bundle, "Questionnaire", "counted")
    (choices,) = (each for each in form["item"] if each["type"] == "choice")
    points = [extensions(each["valueCoding"]).get("ordinalValue") for each in choices["answerOption"]]
    assert [str(each["valueDecimal"]) if each else None for each in points] == ["2", "0.5", None]
    assert form["item"][-1]["prefix"] == "0 to 2.5: all"
    assert validators.faults([form]) == []


def test_ids_that_are_too_long_or_alike_stay_apart() -> None:
    assert resource_id("a" * 80) != resource_id("a" * 81)
    assert resource_id("a-b", "c") == "a-b-c"
    assert resource_id("a.b") == "a.b"
    assert resource_id("a b") != resource_id("a-b")
    assert all(len(resource_id(each)) <= 64 for each in ("a" * 64, "a" * 65, "ü" * 90))


@pytest.mark.parametrize(
    "address", ["https://x.example/fhir/", "http://citewell.invalid/fhir", "https://x:8443"]
)
def test_a_base_is_a_web_address(address: str) -> None:
    assert base_of(address) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    ["", "x", "ftp://x", "https://", "https://a b", "https://x?y", "https://x#y", "https://u:p@x", "http://[::1",
     "https://x/|1", 'https://x/"', "https://ü.example", "https://x/\n", "javascript:alert(1)"],
)  # fmt: skip
def test_anything_else_is_refused_as_a_base(address: str) -> None:
    with pytest.raises(InputError, match="base"):
        base_of(address)
