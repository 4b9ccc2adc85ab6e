"""One recommendation, one patient."""

from builders import TODAY, known, number, pack, recommendation, when, words, yes_no
from citewell.guidelines.apply import apply
from citewell.model.answers import Verdict
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Caution, GuidelinePack

ALLERGY = Caution(
    when=when("allergy is yes"),
    wording=words("Not in allergy.", "Not if you are allergic."),
    cites=("guide-2020#r1",),
)
PACK = pack(
    facts=(number("age", unit="a"), number("onset", unit="d"), yes_no("allergy")),
    statements=(
        recommendation(applies_when=when("onset <= 5"), never_when=(ALLERGY,)),
        recommendation("rest.dose", parent="rest", direction=None),
    ),
)


def verdict(facts: CaseFacts, statement: str = "rest", of: GuidelinePack = PACK) -> Verdict:
    return apply(Catalog.of(of), facts, on=TODAY).verdicts[statement]


def test_it_applies_when_all_is_known_and_nothing_forbids() -> None:
    assert verdict(known(age=70.0, onset=5.0, allergy=False)).verdict == "applies"


def test_the_failed_criterion_is_named() -> None:
    refused = verdict(known(age=70.0, onset=6.0, allergy=False))
    assert (refused.verdict, refused.failed) == ("does not apply", ("Onset: at most 5 days",))


def test_a_patient_outside_the_population_is_told_so() -> None:
    assert verdict(known(age=12.0)).failed == ("Age: at least 18 years",)


def test_a_contraindication_forbids_with_its_own_words() -> None:
    refused = verdict(known(age=70.0, onset=1.0, allergy=True))
    assert refused.caution is not None
    assert (refused.verdict, refused.caution.clinician) == ("does not apply", "Not in allergy.")


def test_a_contraindication_nobody_excluded_leaves_it_unknown() -> None:
    asked = verdict(known(age=70.0, onset=1.0))
    assert (asked.verdict, asked.missing) == ("unknown", ("allergy",))


def test_a_false_criterion_needs_no_further_question() -> None:
    assert verdict(known(onset=9.0)).missing == ()


def test_a_detail_follows_its_recommendation() -> None:
    assert verdict(known(age=70.0, onset=9.0), "rest.dose").verdict == "does not apply"


def test_a_recommendation_for_no_population_applies_to_nobody() -> None:
    for_nobody = pack(statements=(recommendation(populations=()),))
    assert verdict(known(age=70.0), of=for_nobody).verdict == "does not apply"
