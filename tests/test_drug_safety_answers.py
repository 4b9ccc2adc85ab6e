"""Questions on the safety of a drug, as clinicians and patients ask them, to all shipped packs."""

import json

import pytest

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.html import page_html
from citewell.answers.formats.markdown import page_markdown
from citewell.engine import Engine
from citewell.engine.fhir_documents import occasion_on
from citewell.engine.fhir_guidance import application_in_fhir
from citewell.interop.fhir.serialised import serialised
from citewell.model.answers import Answer, Audience, Claim

ASKS_FOR_CLEARANCE = "Caution: creatinine clearance decides, and eGFR does not give it:"
FRACTURE = {"level": "L1", "fracture-cause": "osteoporotic", "mechanism": "low-energy", "age": "80"}


def told(answer: Answer) -> list[Claim]:
    claims = [*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims)]
    return [*claims, *(caution for claim in claims for caution in claim.cautions)]


@pytest.mark.parametrize(
    ("question", "lead", "first"),
    [
        ("Can she take naproxen, eGFR 25 on apixaban?", ASKS_FOR_CLEARANCE, "nsaid:caution-2"),
        ("can she take naproxen, 81, apixaban", "Caution:", "nsaid:caution"),
        ("Is zoledronate safe with creatinine clearance 32?", "Not for this case:", "zoledronate:contra"),
        ("romosozumab 8 months after MI", "Not for this case:", "romosozumab:contraindication-1"),
        ("denosumab in pregnancy", "Not for this case:", "denosumab:contraindication-2"),
        ("denosumab, she is pregnant", "Not for this case:", "denosumab:contraindication-2"),
        ("raloxifene after DVT", "Not for this case:", "raloxifene:contraindication-1"),
        ("teriparatide after radiotherapy", "Not for this case:", "teriparatide:contraindication-1"),
        ("ibuprofen for my back, I take warfarin", "Caution:", "nsaid:caution-1"),
        ("alendronate, CrCl 20", "Not for this case:", "alendronate:contraindication-1"),
        ("alendronate, eGFR 20", ASKS_FOR_CLEARANCE, "alendronate:contraindication-1"),
        ("is zoledronate safe with an eGFR of 28?", ASKS_FOR_CLEARANCE, "zoledronate:contraindication-1"),
        ("alendronate in kidney failure", "Caution:", "bisphosphonate:caution-1"),
        ("alendronate in pregnancy", "Caution:", "bisphosphonate:caution-2"),
        ("Prolia and kidney failure", "Caution:", "denosumab:caution-1"),
        ("raloxifene and a clot 10 years ago", "Not for this case:", "raloxifene:contraindication-1"),
        ("can my mum have Fosamax if she cannot sit up", "Not for this case:", "alendronate:contra"),
        ("zoledronate CrCl 34.9", "Not for this case:", "zoledronate:contraindication-1"),
        ("ibuprofen for low back pain, 45 year old, on warfarin", "Caution:", "nsaid:caution-7"),
        ("Fosamax with low calcium", "Not for this case:", "bisphosphonate:contraindication-1"),
        ("can I take Reclast with bad kidneys", "Caution:", "bisphosphonate:caution-1"),
        ("ketorolac for back pain, 75 year old man", "Caution:", "indometacin-ketorolac:caution-1"),
        ("zoledronate, CrCl 35", "Caution:", "zoledronate:caution-1"),
        ("is alendronate contraindicated in achalasia?", "Not for this case:", "alendronate:contra"),
        ("denosumab with eGFR 20", "Caution:", "denosumab:caution-1"),
        ("abaloparatide and Paget disease", "Not for this case:", "abaloparatide:contraindication-4"),
        ("Is HRT ok after breast cancer?", "Not for this case:", "hormone-therapy:contraindication-2"),
        ("duloxetine in cirrhosis", "Caution:", "duloxetine:caution-1"),
        ("linezolid on sertraline", "Caution:", "linezolid:caution-1"),
        ("tramadol in epilepsy", "Caution:", "tramadol:caution-1"),
    ],
)
def test_what_speaks_against_a_drug_comes_first(engine: Engine, question: str, lead: str, first: str) -> None:
    claim = engine.answer(question).bottom_line[0]
    assert claim.lead == lead
    assert claim.id.startswith(first)


@pytest.mark.parametrize(
    ("question", "drug"),
    [
        ("romosozumab 14 months after a stroke", "romosozumab:contraindication-1"),
        ("raloxifene without a previous DVT", "raloxifene:contraindication-1"),
        ("alendronate, CrCl 36", "alendronate:contraindication-1"),
        ("alendronate, eGFR 95", "alendronate:contraindication-1"),
        ("zoledronate CrCl 35.1", "zoledronate:contraindication-1"),
        ("ibuprofen for low back pain, 45 year old, on warfarin", "nsaid:caution-1"),
        ("zoledronate, CrCl 36", "zoledronate:caution-1"),
        ("denosumab with eGFR 30", "denosumab:caution-1"),
    ],
)
def test_what_is_not_so_is_not_held_against_it(engine: Engine, question: str, drug: str) -> None:
    answer = engine.answer(question)
    assert not any(claim.id == drug and claim.lead for claim in told(answer))


@pytest.mark.parametrize(
    "question",
    [
        "Can she take Prolia while breastfeeding?",
        "Should she take romosozumab with cirrhosis?",
        "Can a pregnant woman take risedronate?",
    ],
)
def test_a_case_that_rules_know_of_and_say_nothing_of_here_is_not_answered_by_yes(
    engine: Engine, question: str
) -> None:
    leads = {claim.lead for claim in told(engine.answer(question))}
    assert leads.isdisjoint({"Yes:", "It is an option:"})


def test_an_allergy_to_another_drug_is_not_held_against_the_one_asked_about(engine: Engine) -> None:
    answer = engine.answer("I am allergic to Fosamax, what about Actonel?")
    assert not any(claim.lead and claim.id.startswith("risedronate:") for claim in told(answer))


def test_an_age_alone_brings_up_no_drug_that_nobody_asked_about(engine: Engine) -> None:
    answer = engine.answer("oxycodone and diazepam for back pain, 80 year old woman")
    assert answer.bottom_line[0].id == "opioid:caution-2"
    assert not any(claim.lead and claim.id.startswith("pethidine") for claim in answer.bottom_line)


def test_what_is_not_excluded_is_few_and_asks_no_old_woman_of_a_pregnancy(engine: Engine) -> None:
    facts = {**FRACTURE, "sex": "female", "egfr": "28"}
    application = engine.apply(facts=facts)
    found = {verdict.statement: verdict for verdict in application.leading.verdicts}
    claims = {claim.id: claim for claim in application.leading.recommendations}
    open_facts = found["asbmr-2020-first-drug"].not_excluded
    assert open_facts[0] == "crcl"
    assert {"pregnant", "pregnancy-possible", "breastfeeding", "open-epiphyses"}.isdisjoint(open_facts)
    assert claims["asbmr-2020-first-drug"].because.count(",") == 4


def test_what_the_pack_says_of_the_same_findings_is_not_said_again(engine: Engine) -> None:
    answer = engine.answer("Prolia and kidney failure")
    warned = [
        claim for claim in answer.bottom_line if "boxed warning" in claim.text and claim.as_printed is None
    ]
    assert len({claim.citations for claim in warned}) == len(warned)


def test_when_not_to_use_a_drug_is_told_whole_and_first(engine: Engine) -> None:
    answer = engine.answer("When is alendronate contraindicated?")
    first = [claim.id for claim in answer.bottom_line[:5]]
    assert first == [
        *(f"alendronate:contraindication-{n}" for n in range(1, 5)),
        "bisphosphonate:contraindication-1",
    ]


def test_a_statement_of_the_pack_in_the_same_words_is_brought_forward(engine: Engine) -> None:
    first = engine.answer("naproxen with heart failure").bottom_line[0]
    assert (first.id, first.lead) == ("beers-2015-nsaid.heart-failure", "Caution:")


def test_when_not_to_use_a_drug_is_told_without_a_patient(engine: Engine) -> None:
    answer = engine.answer("When is abaloparatide contraindicated?")
    rules = [claim for claim in told(answer) if claim.id.startswith("abaloparatide:contraindication")]
    assert len(rules) == 8
    assert not any(claim.lead for claim in rules)


@pytest.mark.parametrize(
    "question",
    [
        "Which drug first after an osteoporotic L1 fracture, 80 F, achalasia?",
        "Can she take naproxen, eGFR 25 on apixaban?",
        "is alendronate safe in a woman with achalasia",
    ],
)
def test_no_sentence_of_drug_safety_is_told_twice(engine: Engine, question: str) -> None:
    texts = [claim.text for claim in told(engine.answer(question)) if ":" in claim.id]
    assert len(texts) == len(set(texts))


def test_an_alternative_that_is_ruled_out_is_told_beside_what_recommends_it(engine: Engine) -> None:
    facts = {**FRACTURE, "oesophageal-disorder": "yes"}
    claims = {one.id: one for part in engine.apply(facts=facts).parts for one in part.recommendations}
    claim = claims["asbmr-2020-first-drug"]
    assert claim.applies == "applies"
    assert [one.title for one in claim.cautions] == ["Alendronate", "Risedronate"]
    assert {one.lead for one in claim.cautions} == {"Not for this case:"}
    assert all(one.citations for one in claim.cautions)


def test_what_nobody_excluded_is_visible(engine: Engine) -> None:
    application = engine.apply(facts=FRACTURE)
    found = {verdict.statement: verdict for verdict in application.leading.verdicts}
    claims = {claim.id: claim for claim in application.leading.recommendations}
    assert found["asbmr-2020-first-drug"].verdict == "applies"
    assert {"crcl", "hypocalcaemia"} <= set(found["asbmr-2020-first-drug"].not_excluded)
    assert "contraindications not excluded: Creatinine clearance" in claims["asbmr-2020-first-drug"].because


def test_every_format_shows_the_cautions_with_their_numbers(engine: Engine) -> None:
    question = "What is the treatment of an osteoporotic L1 compression fracture, 80 F with achalasia?"
    answer = engine.answer(question)
    cautions = [one for claim in told(answer) for one in claim.cautions]
    assert len(cautions) == 3
    page = answer_page(answer, this_year=2026)
    document = json.loads(engine.document(answer))
    shown = [c for s in document["sections"] for claim in s["claims"] for c in claim["cautions"]]
    shown += [c for claim in document["bottom_line"] for c in claim["cautions"]]
    assert [each["text"] for each in shown] == [f"{one.lead} {one.text}" for one in cautions]
    assert all(each["citations"] and each["drug"] for each in shown)
    for one in cautions:
        assert one.text.partition("(")[0] in page_markdown(page).replace("\\", "")
        assert one.text.partition("(")[0] in page_html(page)


def test_a_patient_reads_the_same_in_plain_words(engine: Engine) -> None:
    claim = engine.answer("denosumab in pregnancy", audience=Audience.PATIENT).bottom_line[0]
    assert (claim.lead, claim.text) == (
        "Not in this case:",
        "The US label says that pregnancy rules out denosumab.",
    )


def test_a_care_plan_says_which_alternative_is_ruled_out_and_what_is_not_excluded(engine: Engine) -> None:
    application = engine.apply(facts={**FRACTURE, "oesophageal-disorder": "yes"})
    made = application_in_fhir(application, engine.catalogs, occasion_on("2026-11-20"))
    plans = [each["resource"] for each in json.loads(serialised(made))["entry"]]
    activities = [one for plan in plans for one in plan.get("activity", ())]
    (said,) = [text for one in activities if "First drug after" in (text := json.dumps(one))]
    assert "as a contraindication to alendronate" in said
    assert "Contraindications not excluded: " in said
