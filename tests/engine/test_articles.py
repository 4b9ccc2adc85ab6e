"""Articles: an answer for every reader as content, its edits through the gate, made again."""

import json
from dataclasses import replace

import pytest

from citewell.answers.wording import worded
from citewell.config import Settings
from citewell.editorial.contents import digest_of
from citewell.editorial.differences import difference, summary
from citewell.engine import Engine
from citewell.engine.article_edits import Edit, edit_of, edits_of, question_of
from citewell.engine.articles import article, article_subject, remade, with_edit
from citewell.engine.indexing import ingest
from citewell.errors import InputError, IntegrityError
from citewell.model.answers import Audience
from citewell.model.catalog import Catalog
from citewell.model.reviews import Content
from library_builders import TRIAL

PACK = "vertebral-fracture"
QUESTION = "Is vertebroplasty recommended?"
WIDE = "How is an osteoporotic vertebral fracture treated?"
AACE = "aace-2020-augmentation"
SHORTER = "AACE (2020) does not recommend vertebroplasty or kyphoplasty first for vertebral fracture."


@pytest.fixture(scope="module")
def made(engine: Engine) -> Content:
    return article(engine, QUESTION)


def fields(content: Content, anchor: str) -> dict[str, str]:
    return next(dict(part.fields) for part in content.parts if part.anchor == anchor)


def reworded(wording: str, audience: Audience = Audience.CLINICIAN, claim: str = AACE) -> Edit:
    return Edit(claim=claim, audience=audience, wording=wording)


def pack_with(engine: Engine, statement_id: str, wording: str) -> Engine:
    """The engine on a pack in which one statement says something else to clinicians."""
    catalog = engine.catalogs[PACK]
    statements = tuple(
        replace(each, wording=replace(each.wording, clinician=wording)) if each.id == statement_id else each
        for each in catalog.pack.statements
    )
    pack = replace(catalog.pack, statements=statements, version="0.2.0", digest="e" * 64)
    return Engine([Catalog.of(pack, catalog.grades)], today=engine.today, plain=engine.plain)


def test_a_claim_stands_once_with_its_words_for_every_reader(engine: Engine, made: Content) -> None:
    statement = engine.catalogs[PACK].statements[AACE]
    told = fields(made, f"claim:{AACE}")
    assert told["clinician"] == worded(statement.wording, Audience.CLINICIAN)
    assert told["patient"] == worded(statement.wording, Audience.PATIENT)
    assert told["student"].startswith("AACE (2020) does not recommend")
    assert told["direction"] == "against"
    assert told["cites"].startswith("aace-2020#augmentation: AACE does not recommend")


def test_an_article_has_both_sides_of_a_disagreement(made: Content) -> None:
    anchors = [part.anchor for part in made.parts]
    assert {"disagreement:vertebroplasty", "disagreement:vertebroplasty/side:nice-ta279"} <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert fields(made, "disagreement:vertebroplasty/side:aaos-2010")["grade"] == "Strong"


def test_an_article_keeps_what_it_was_made_of(engine: Engine, made: Content) -> None:
    pack = engine.catalogs[PACK].pack
    assert dict(made.made_of)["question"] == QUESTION
    assert dict(made.made_of)[f"pack:{PACK}"] == f"{pack.version} {pack.digest}"
    assert (question_of(made), edits_of(made)) == (QUESTION, ())
    assert {PACK, "vertebroplasty", "augmentation"} <= set(made.topics)
    assert {source.origin for source in made.sources} == {PACK}
    assert {source.id for source in made.sources} >= {"aaos-2010", "nice-ta279"}


def test_the_documents_are_the_answers_for_every_reader(made: Content) -> None:
    documents = {audience: json.loads(text) for audience, text in made.documents}
    assert list(documents) == ["clinician", "student", "patient"]
    assert documents["patient"]["audience"] == "patient"
    assert documents["clinician"]["title"] == made.title


def test_the_same_question_makes_the_same_article(engine: Engine, made: Content) -> None:
    assert digest_of(article(engine, f"  {QUESTION} ")) == digest_of(made)
    assert digest_of(remade(engine, made)) == digest_of(made)


def test_an_edit_is_worded_for_one_reader_and_shows_in_page_and_document(
    engine: Engine, made: Content
) -> None:
    edited = with_edit(engine, made, edit_of(f"claim:{AACE}", "clinician", f" {SHORTER}\n"))
    assert fields(edited, f"claim:{AACE}")["clinician"] == SHORTER
    assert summary(difference(made, edited)) == "1 wording changed"
    before, after = dict(made.documents), dict(edited.documents)
    assert SHORTER in after["clinician"]
    assert before["patient"] == after["patient"]
    prints = [json.loads(each["clinician"])["provenance"]["fingerprint"] for each in (before, after)]
    assert prints[0] != prints[1]


def test_a_claim_left_out_is_gone_for_every_reader_with_what_only_it_cited(
    engine: Engine, made: Content
) -> None:
    edited = with_edit(engine, made, Edit(claim="ebi-augmentation"))
    assert summary(difference(made, edited)) == "1 part, 1 source removed"
    for _, text in edited.documents:
        document = json.loads(text)
        assert "ebi-aomrc" not in {each["id"] for each in document["references"]}
        assert [each["n"] for each in document["references"]] == list(
            range(1, len(document["references"]) + 1)
        )


def test_edits_are_kept_and_the_later_one_counts(engine: Engine, made: Content) -> None:
    once = with_edit(engine, made, reworded(SHORTER))
    twice = with_edit(engine, once, reworded(SHORTER.replace("first for", "first in")))
    assert [edit.wording for edit in edits_of(twice)] == [SHORTER.replace("first for", "first in")]
    gone = with_edit(engine, twice, Edit(claim=AACE))
    assert edits_of(gone) == (Edit(claim=AACE),)
    assert digest_of(with_edit(engine, gone, reworded(SHORTER))) == digest_of(once)
    assert digest_of(remade(engine, once)) == digest_of(once)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (reworded("AACE does not recommend it within 7 days."), "'7 days' stands in none of its citations"),
        (reworded("AACE recommends vertebroplasty first."), "recommendation against"),
        (reworded("AACE does not recommend it at T12."), "T12 stands in none"),
        (reworded("a\0b"), "cannot be seen"),
        (reworded("   "), "says nothing"),
        (reworded("not " * 1_000), "at most 2,000"),
        (reworded(SHORTER, claim="none"), "no claim 'none' for the clinician"),
        (Edit(claim="none"), "no claim 'none'"),
        (Edit(claim="disagreement:none"), "no claim"),
    ],
)
def test_the_gate_refuses_what_is_not_borne_out(engine: Engine, edit: Edit, message: str) -> None:
    with pytest.raises(InputError, match=message):
        article(engine, QUESTION, edits=[edit])


@pytest.mark.parametrize("claim", ["vertebroplasty-not-routine", "trial-vertos-v", "augmentation-aafp-2016"])
def test_a_negation_turned_round_is_refused(engine: Engine, made: Content, claim: str) -> None:
    wording = fields(made, f"claim:{claim}")["clinician"].replace(" not ", " ")
    with pytest.raises(InputError, match="the opposite of"):
        article(engine, QUESTION, edits=[reworded(wording, claim=claim)])


def test_a_limit_turned_round_is_refused(engine: Engine, made: Content) -> None:
    wording = fields(made, "claim:ebi-augmentation")["clinician"].replace("not more than", "more than")
    with pytest.raises(InputError, match="turns round the limit of 6 wk"):
        article(engine, QUESTION, edits=[reworded(wording, claim="ebi-augmentation")])


@pytest.mark.parametrize(
    ("printed", "instead", "message"),
    [
        ("(grade C)", "(grade A)", "the grade 'a' is printed in none"),
        ("may be considered", "should be considered", "it says 'should' of what is left open"),
    ],
)
def test_an_editor_neither_grades_otherwise_nor_requires_what_is_left_open(
    engine: Engine, printed: str, instead: str, message: str
) -> None:
    question, claim = "Should a brace be worn after an L2 fracture?", "nass-2025-brace"
    said = fields(article(engine, question), f"claim:{claim}")["clinician"]
    assert printed in said
    with pytest.raises(InputError, match=message):
        article(engine, question, edits=[reworded(said.replace(printed, instead), claim=claim)])


def test_what_must_be_mentioned_is_not_left_out(engine: Engine) -> None:
    topic = engine.catalogs[PACK].topics["thoracolumbar-fracture"]
    required = next(item for item in topic.must_mention if len(item.any_of) == 1)
    with pytest.raises(InputError, match="may not leave out: A new neurological deficit"):
        article(engine, WIDE, edits=[Edit(claim=required.any_of[0])])
    several = next(item for item in topic.must_mention if len(item.any_of) > 1)
    one = article(engine, WIDE, edits=[Edit(claim=several.any_of[0])])
    assert f"claim:{several.any_of[0]}" not in {part.anchor for part in one.parts}
    with pytest.raises(InputError, match="may not leave out"):
        article(engine, WIDE, edits=[Edit(claim=claim) for claim in several.any_of])


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("What is the capital of France?", "needs an answer"),
        ("A 78 year old woman with an L2 fracture and saddle anaesthesia", "about one patient"),
        ("x" * 501, "at most 500"),
        ("a\0b", "cannot be seen"),
        ("", "says nothing"),
    ],
)
def test_not_every_question_makes_an_article(engine: Engine, question: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        article(engine, question)


@pytest.mark.parametrize(
    ("anchor", "field"), [("claim:x", "grade"), ("disagreement:x", "clinician"), ("page", "clinician")]
)
def test_only_wordings_of_claims_are_edited(anchor: str, field: str) -> None:
    with pytest.raises(InputError, match="not written by editors"):
        edit_of(anchor, field, "words")


@pytest.mark.parametrize(("audience", "wording"), [(Audience.PATIENT, None), (None, "words")])
def test_a_wording_is_for_one_reader(audience: Audience | None, wording: str | None) -> None:
    with pytest.raises(InputError, match="for one reader"):
        Edit(claim="x", audience=audience, wording=wording)


def test_an_article_made_again_tells_what_is_different_now(engine: Engine, made: Content) -> None:
    later = pack_with(engine, AACE, SHORTER)
    found = difference(made, remade(later, made))
    assert [change.anchor for change in found.parts] == [f"claim:{AACE}"]
    assert summary(found) == "2 wordings changed"
    # The later engine has that pack alone: the others are gone.
    assert {change.name for change in found.made_of} == {f"pack:{pack}" for pack in engine.catalogs}


def test_an_edit_stays_when_the_pack_changes_and_is_judged_again(engine: Engine, made: Content) -> None:
    edited = with_edit(engine, made, reworded(SHORTER))
    again = remade(pack_with(engine, "ebi-augmentation", "A programme supports it."), edited)
    assert fields(again, f"claim:{AACE}")["clinician"] == SHORTER
    assert fields(again, "claim:ebi-augmentation")["clinician"] == "A programme supports it."


def test_what_was_not_made_of_a_question_is_no_article(made: Content) -> None:
    with pytest.raises(InputError, match="not made of a question"):
        question_of(replace(made, made_of=()))
    for text in ("nonsense", '[{"claim":"x","wording":"y"}]', '[{"claim":1}]'):
        with pytest.raises(IntegrityError, match="cannot be read"):
            edits_of(replace(made, made_of=(("edits", text),)))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (QUESTION, "is-vertebroplasty-recommended"),
        ("Naïve  café: 5 mg?", "naive-cafe-5-mg"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_an_article_is_named_by_its_question(question: str, name: str) -> None:
    assert article_subject(question).name == name


def test_a_question_that_cannot_be_spelt_needs_a_name() -> None:
    with pytest.raises(InputError, match="name the article yourself"):
        article_subject("骨折?")


def test_nothing_is_recorded_of_making_an_article(engine: Engine) -> None:
    assert engine.ledger is not None
    before = {entry.fingerprint for entry in engine.ledger.entries()}
    article(engine, "Is kyphoplasty recommended?")
    assert {entry.fingerprint for entry in engine.ledger.entries()} == before


# Where the library answers, an article quotes.

OF_TRIAL = "Does colchicine reduce the pain of gout flares?"


@pytest.fixture(scope="module")
def with_trial(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    home = tmp_path_factory.mktemp("library")
    own = replace(settings, home=home)
    (home / "trial.xml").write_text(TRIAL, encoding="utf-8")
    assert not ingest(own, [home / "trial.xml"], watch=lambda step: None).refused
    return Engine.open(own, today="2026-11-20")


def test_an_article_of_the_library_rests_on_the_document_as_it_was_quoted(with_trial: Engine) -> None:
    made = article(with_trial, OF_TRIAL)
    (source,) = made.sources
    assert (source.origin, source.pmid, source.status) == ("library", "19000001", "not established")
    assert dict(made.made_of)["index"] != "none"
    (quoted,) = [part for part in made.parts if part.anchor.startswith("claim:")]
    told = dict(quoted.fields)
    assert told["clinician"] == "Colchicine reduced the pain of gout flares at P<0.05 in 40 people."
    assert told["quotation"] == source.id
    assert digest_of(remade(with_trial, made)) == digest_of(made)


def test_a_quotation_is_not_edited_but_may_be_left_out(with_trial: Engine) -> None:
    made = article(with_trial, OF_TRIAL)
    (claim,) = [part.anchor for part in made.parts if part.anchor.startswith("claim:")]
    with pytest.raises(InputError, match="is a quotation"):
        with_edit(with_trial, made, edit_of(claim, "patient", "Colchicine helps."))
    with pytest.raises(InputError, match="nothing would be left"):
        with_edit(with_trial, made, Edit(claim=claim.removeprefix("claim:")))
