"""References as FHIR R5 Citation resources: valid, marked experimental, and saying only what is known."""

import json
from dataclasses import replace

import pytest
from fhir.resources.bundle import Bundle

import reference_builders
from citewell.engine import Engine
from citewell.interop.fhir.bibliographies import bibliography, citation_text
from citewell.interop.reference_forms import FormName, form_named
from citewell.model.references import Reference
from fhir_reading import Json
from fhir_validators import by_emptiness

ARTICLE = replace(
    reference_builders.ARTICLE,
    body="American College of Radiology",
    status_note="Replaced by the 2022 edition.",
)
REPORT = Reference(
    n=2, id="ngc:8", type="Guideline", title="On spines", body="", short="", year=0, status="current"
)


def read(*references: Reference) -> list[Json]:
    """The citations as a stranger reads them, valid."""
    bundle: Json = json.loads(form_named(FormName.FHIR_CITATIONS).write(references))
    Bundle.model_validate(bundle)
    assert not by_emptiness(bundle)
    return [entry["resource"] for entry in bundle["entry"]]


def test_a_citation_says_what_was_printed() -> None:
    (citation,) = read(ARTICLE)
    assert (citation["status"], citation["experimental"]) == ("active", True)
    cited = citation["citedArtifact"]
    assert cited["identifier"] == [
        {"system": "https://doi.org", "value": "10.1016/j.jacr.2018.09.019"},
        {"system": "https://pubmed.ncbi.nlm.nih.gov", "value": "30392604"},
    ]
    assert cited["publicationForm"] == [
        {
            "publishedIn": {"title": "J Am Coll Radiol"},
            "volume": "15",
            "issue": "11S",
            "articleDate": "2018",
            "pageString": "S347-S364",
            "firstPage": "S347",
            "lastPage": "S364",
        }
    ]
    assert [each["url"] for each in cited["webLocation"]] == [
        "https://doi.org/10.1016/j.jacr.2018.09.019",
        "https://example.org/acr",
    ]
    assert cited["contributorship"]["summary"] == [
        {"value": "Shah LM, McConnell CT Jr et al."},
        {"type": {"text": "Issued by"}, "value": "American College of Radiology"},
    ]
    assert "dateAccessed" not in cited


def test_what_is_not_known_is_not_said() -> None:
    (citation,) = read(REPORT)
    assert citation["title"] == "On spines"
    assert citation["citedArtifact"].keys() == {"currentState", "title", "classification"}


@pytest.mark.parametrize(
    ("status", "coded"),
    [("retracted", ["retracted"]), ("superseded", []), ("withdrawn", []), ("not established", [])],
)
def test_what_has_become_of_a_source_is_told_in_words_and_coded_only_in_its_sense(
    status: str, coded: list[str]
) -> None:
    (citation,) = read(replace(ARTICLE, status=status))
    (state,) = citation["citedArtifact"]["currentState"]
    assert state["text"] == status
    assert [each["code"] for each in state.get("coding", [])] == coded


def test_hostile_words_are_no_markup_and_no_address() -> None:
    hostile = "<script>*x*</script>\n\u202e[a](javascript:b) \x00&"
    (citation,) = read(replace(ARTICLE, title=hostile, url="javascript:alert(1)", authors=hostile))
    (title,) = citation["citedArtifact"]["title"]
    assert title["text"] == "\\<script\\>\\*x\\*\\</script\\> \\[a\\](javascript:b) \\&"
    assert [each["url"] for each in citation["citedArtifact"]["webLocation"]] == [
        "https://doi.org/10.1016/j.jacr.2018.09.019"
    ]


def test_every_source_of_the_pack_is_a_valid_citation(engine: Engine) -> None:
    application = engine.apply("78 F, L1 wedge fracture yesterday, no leg weakness")
    answer = engine.answer("What is the treatment for an L2 compression fracture?")
    references = (*application.references, *answer.references)
    assert len(read(*references)) == len(references) > 60


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        (
            ARTICLE,
            (
                "Shah LM, McConnell CT Jr et al. Management of vertebral compression fractures. J Am Coll"
                " Radiol 15(11S):S347-S364. 2018. American College of Radiology."
                " doi:10.1016/j.jacr.2018.09.019. PMID 30392604. Guideline; superseded"
                " (Replaced by the 2022 edition)."
            ),
        ),
        (REPORT, "On spines. Guideline; current."),
        (
            replace(
                REPORT, title="To walk or not to walk?", status="historical", status_note="historical: 1998"
            ),
            "To walk or not to walk? Guideline; historical: 1998.",
        ),
    ],
)
def test_a_reference_is_one_line(reference: Reference, text: str) -> None:
    assert citation_text(reference) == text


def test_a_bibliography_of_r4_keeps_the_numbers() -> None:
    listed = bibliography([ARTICLE, REPORT])["relatedArtifact"]
    assert [each["label"] for each in listed] == ["[1]", "[2]"]
    assert listed[0]["url"] == "https://doi.org/10.1016/j.jacr.2018.09.019"
    assert listed[1].keys() == {"type", "label", "citation"}
