"""The two reference answers, point by point: each is stated with a source, or explicitly corrected.

A point is met when one of its claims stands in the answer and the words given are in that claim's text.
"""

import pytest

from citewell.engine import Engine
from citewell.model.answers import Answer, Claim

L2 = "What is the treatment for an L2 compression fracture?"
S1 = "What is the recommended management of an S1 vertebral body fracture with mild impaction?"


def claims_of(answer: Answer) -> dict[str, Claim]:
    found = [*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims)]
    return {claim.id: claim for claim in found}


def text_of(answer: Answer) -> str:
    shown = [claim.text for claim in claims_of(answer).values()]
    shown += [side.text for d in answer.disagreements for side in d.sides]
    shown += [d.default.text for d in answer.disagreements]
    return "\n".join(shown)


# (the point, the claim that carries it, words that must be in it)
Q2_POINTS = [
    ("analgesia first", "tl-conservative-first", ["conservative care", "pain relief"]),
    ("calcitonin for 4 weeks only if acute, 0 to 5 days", "tl-calcitonin-window", ["4 weeks", "0 to 5 days"]),
    ("bisphosphonate to prevent further fractures", "tl-osteoporosis-treatment", ["bisphosphonate"]),
    ("acetaminophen for pain", "paracetamol", ["paracetamol"]),
    ("NSAID, short and screened", "nsaid-short-screened", ["NSAIDs", "avoid chronic use"]),
    ("opioids: no recommendation either way", "aaos-2010-analgesics", ["unable to recommend"]),
    ("opioids: avoid after falls, except severe acute pain", "beers-2023-opioids", ["except"]),
    ("calcitonin 200 IU", "aaos-2010-calcitonin.dose", ["200 IU"]),
    ("calcitonin: better at weeks 1 to 4", "aaos-2010-calcitonin.evidence", ["weeks 1 to 4"]),
    ("calcitonin: mild dizziness", "aaos-2010-calcitonin.harms", ["mild dizziness"]),
    ("corrected: calcitonin's availability, US", "calcitonin-available-us", ["off-label"]),
    ("corrected: calcitonin's availability, EU", "calcitonin-available-eu", ["withdrawn"]),
    ("corrected: a brace is optional", "brace-optional", ["optional", "Inconclusive"]),
    ("early mobilisation, no prolonged bed rest", "no-prolonged-bed-rest", ["kept short"]),
    ("corrected: calcium by age and sex", "bhof-2022-calcium", ["1000 mg", "1200 mg"]),
    ("vitamin D", "bhof-2022-vitamin-d", ["800"]),
    ("corrected: antiresorptives are not for pain", "bisphosphonate-not-for-pain", ["not the aim"]),
    ("rehabilitation", "physiotherapy-when", ["physical therapy", "4 to 12 weeks"]),
    ("corrected: no single time for augmentation", "augmentation-no-single-timing", ["No single number"]),
    ("kyphoplasty: weak option, neurologically intact", "aaos-2010-kyphoplasty", ["option", "intact"]),
    ("vertebroplasty: strong against", "aaos-2010-vertebroplasty", ["against", "Strong"]),
    ("corrected: root block for L3 or L4 only", "root-block-levels", ["L3 or L4 only"]),
    ("surgery not for a stable fracture", "surgery-not-without-neurology", ["not usual"]),
    (
        "surgery for instability or deficit",
        "surgery-when-considered",
        ["neurological compromise", "unstable"],
    ),
    ("persistent pain: another fracture, sacral too", "pitfall-another-fracture", ["sacral insufficiency"]),
    ("evaluate everybody for osteoporosis", "evaluate-every-patient", ["Every patient"]),
    ("other causes first", "pitfall-other-causes-first", ["only after other causes"]),
]


@pytest.mark.parametrize(("point", "claim_id", "words"), Q2_POINTS, ids=[p[0] for p in Q2_POINTS])
def test_l2_point(engine: Engine, point: str, claim_id: str, words: list[str]) -> None:
    claims = claims_of(engine.answer(L2))
    assert claim_id in claims, point
    for word in words:
        assert word.casefold() in claims[claim_id].text.casefold(), point


# Each point of the S1 answer; "corrected" where the point as often published does not hold for the sacrum.
Q1_POINTS = [
    ("conservative care first", "sacral-summary-first-line", ["conservatively first", "analgesia"]),
    ("corrected: an S1 fracture is not an L1 fracture", "sacral-not-an-l1-fracture", ["not a lumbar"]),
    ("corrected: no direct evidence for calcitonin", "sacral-calcitonin", ["No direct evidence"]),
    (
        "MRI without contrast, the sacrum included",
        "sacral-summary-imaging",
        ["MRI without contrast", "sacrum"],
    ),
    ("exclude tumour and infection", "sacral-summary-question-the-label", ["tumour", "infection"]),
    ("CT where MRI cannot be done", "sacral-summary-imaging", ["CT without contrast"]),
    ("look at the sacrum on a lumbar MRI", "sacral-lumbar-mri-look-at-sacrum", ["sacrum"]),
    ("neurological examination", "sacral-neurological-examination", ["bladder", "saddle", "gait"]),
    ("analgesia that lets the patient walk", "sacral-summary-pain", ["analgesia", "walk"]),
    ("no prolonged opioids", "beers-2023-opioids", ["avoid opioids"]),
    ("opioids constipate", "opioid-side-effects", ["constipation"]),
    ("no long bed rest", "sacral-no-long-bed-rest", ["bed rest"]),
    ("corrected: the bone loss figure with its population", "bed-rest-bone-loss", ["0.9", "34"]),
    ("corrected: the strength figure with its population", "bed-rest-strength", ["13.2"]),
    ("early mobilisation", "sacral-early-mobilisation", ["early", "walking"]),
    ("corrected: no evidence for a brace", "sacral-brace", ["No direct evidence"]),
    ("physiotherapy", "sacral-exercise", ["supervised"]),
    ("calcium and its dose", "bhof-2022-calcium", ["1200 mg"]),
    ("vitamin D and its dose", "bhof-2022-vitamin-d", ["800"]),
    ("antiresorptive treatment", "acp-2023-bisphosphonate-women", ["bisphosphonate"]),
    ("immediate referral: any deficit", "sacral-refer-now", ["any neurological deficit"]),
    ("immediate referral: pelvic ring instability", "sacral-refer-now", ["displaced", "pelvic ring"]),
    ("suspected pathologic fracture", "sacral-refer-pathologic", ["MRI without and with contrast"]),
    ("multidisciplinary care", "sacral-summary-pathologic", ["shared among specialt"]),
    ("corrected: no 3-month wait", "sacral-refer-later", ["No guideline sets 3 months"]),
    (
        "vertebroplasty: strong against, not for the sacrum",
        "sacral-summary-augmentation",
        ["against", "Strong"],
    ),
    ("kyphoplasty is not transferred", "sacral-kyphoplasty", ["No direct evidence"]),
    ("corrected: sacroplasty, case series only", "sacral-sacroplasty-evidence", ["case series only"]),
    ("follow-up and course", "sacral-summary-follow-up", ["14 weeks", "22 weeks"]),
    (
        "corrected: no date for repeat imaging",
        "sacral-summary-follow-up",
        ["no source read here sets a date"],
    ),
    ("an unusual site", "sacral-s1-body-first-suspect", ["tumour"]),
    ("pitfalls", "sacral-pitfalls", ["long bed rest", "thromboembolism"]),
    (
        "corrected: about 20 % within 12 months",
        "sacral-refracture-figures",
        ["postmenopausal", "not from sacral"],
    ),
]


@pytest.mark.parametrize(("point", "claim_id", "words"), Q1_POINTS, ids=[p[0] for p in Q1_POINTS])
def test_s1_point(engine: Engine, point: str, claim_id: str, words: list[str]) -> None:
    claims = claims_of(engine.answer(S1))
    assert claim_id in claims, point
    for word in words:
        assert word.casefold() in claims[claim_id].text.casefold(), point


def test_s1_takes_nothing_from_the_lumbar_rules(engine: Engine) -> None:
    claims = claims_of(engine.answer(S1))
    lumbar = {"aaos-2010-calcitonin", "aaos-2010-vertebroplasty", "aaos-2010-kyphoplasty", "brace-optional"}
    assert not lumbar & set(claims)


def test_l2_shows_the_disagreement_on_vertebroplasty(engine: Engine) -> None:
    shown = {d.id: d for d in engine.answer(L2).disagreements}
    stances = {side.body: side.stance for side in shown["vertebroplasty"].sides}
    assert len(stances) >= 4


def test_l2_root_block_does_not_apply(engine: Engine) -> None:
    block = claims_of(engine.answer(L2))["aaos-2010-l2-root-block"]
    assert (block.applies, "L3" in block.because) == ("does not apply", True)


def test_l2_corrects_height_restoration(engine: Engine) -> None:
    shown = {d.id: d for d in engine.answer(L2).disagreements}
    assert "no source was found" in shown["height-restoration"].default.text.casefold()


@pytest.mark.parametrize("question", [L2, S1])
def test_nothing_was_left_out(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert (answer.abstained, answer.incomplete) == (False, ())
    assert all(claim.citations for claim in claims_of(answer).values())


@pytest.mark.parametrize("question", [L2, S1])
@pytest.mark.parametrize("example", ["praxis", "topic overview"])
def test_the_example_pages_are_no_source(engine: Engine, question: str, example: str) -> None:
    references = engine.answer(question).references
    assert not any(example in f"{r.title} {r.body}".casefold() for r in references)
