"""The gate: a claim that says more than its citations falls, and the answer says that it fell."""

from dataclasses import replace

import pytest

from builders import pack, source
from citewell.answers.abstain import abstention
from citewell.answers.verify import fault_of, verify
from citewell.model.answers import Answer, Claim, Question, Section, UncitedClaim
from citewell.model.catalog import Catalog
from citewell.model.sources import Direction, Finding

FINDINGS = {
    "r1": "The guide recommends against cement for an L3 fracture within 6 weeks (20 mg daily).",
    "course": "Pain eased in 40% of 95 adults at 12 months.",
}
PACK = pack(sources=(source(findings=FINDINGS),))
CATALOG = Catalog.of(PACK)


def claim(text: str, *cites: str, direction: Direction | None = None) -> Claim:
    return Claim(
        id="c", text=text, citations=cites or ("guide-2020#r1",), pack="resting", direction=direction
    )


@pytest.mark.parametrize(
    "text",
    [
        "The guide (2020) recommends against cement for an L3 fracture.",
        "Against: 20 mg daily within 6 weeks of an L3 fracture.",
        "The guide recommends against cement within 42 days.",
    ],
)
def test_what_the_citation_says_passes(text: str) -> None:
    assert fault_of(claim(text), CATALOG) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The guide recommends against cement within 8 weeks.", "'8 weeks' stands in none"),
        ("The guide recommends against cement, 20 g daily.", "'20 g' stands in none"),
        ("The guide recommends against cement for an L2 fracture.", "L2 stands in none"),
        ("The guide recommends against cement for an L9 fracture.", "L9 stands in none"),
        ("The guide recommends against B12 for an L3 fracture.", "B12 stands in none"),
        ("The guide recommends cement for an L3 fracture within 6 weeks.", "opposite"),
    ],
)
def test_what_it_does_not_say_falls(text: str, fault: str) -> None:
    assert fault in fault_of(claim(text), CATALOG)


def test_a_citation_that_does_not_exist_is_a_fault() -> None:
    assert "does not exist" in fault_of(claim("Rest.", "guide-2020#r9"), CATALOG)


def test_a_direction_its_findings_do_not_have_is_a_fault() -> None:
    against = replace(
        PACK.sources[0],
        findings=(Finding(id="r1", text=FINDINGS["r1"], direction=Direction.AGAINST),),
    )
    catalog = Catalog.of(pack(sources=(against,)))
    words = "The guide recommends against cement for an L3 fracture."
    assert fault_of(claim(words, direction=Direction.AGAINST), catalog) == ""
    assert "direction" in fault_of(claim(words, direction=Direction.FOR), catalog)


def test_a_claim_without_a_citation_cannot_be_built() -> None:
    with pytest.raises(UncitedClaim):
        Claim(id="c", text="Aspirin prevents everything.", citations=())


def answer_with(*claims: Claim) -> Answer:
    blank = abstention(Question(text="?"), "", (CATALOG,))
    return replace(blank, abstained=False, sections=(Section(id="s", title="S", claims=claims),))


def test_the_fallen_claim_is_named_and_the_others_stay() -> None:
    good = replace(claim("Pain eased in 40% of 95 adults.", "guide-2020#course"), id="good")
    bad = replace(claim("Pain eased in 60% of 95 adults.", "guide-2020#course"), id="bad")
    verified = verify(answer_with(good, bad), {"resting": CATALOG})
    assert [c.id for s in verified.sections for c in s.claims] == ["good"]
    assert any("bad" in line and "60%" in line for line in verified.incomplete)


def test_a_section_that_lost_all_its_claims_is_gone() -> None:
    assert verify(answer_with(claim("99 adults.")), {"resting": CATALOG}).sections == ()
