"""Comments and suggested edits at work: who is heard, what they lead to, what the events keep of them."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from citewell.editorial.audit import faults
from citewell.editorial.discussion import digest_of_comment
from citewell.engine import Engine
from citewell.engine.article_edits import Edit, edits_of
from citewell.engine.articles import article, with_edit
from citewell.engine.curating import EditorialDesk
from citewell.engine.discussing import accept, comment, decline, resolve, suggest
from citewell.errors import CitewellError, Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Person, Role, Scope
from citewell.model.catalog import Catalog
from citewell.model.reviews import Action, AuditEvent, Content, Status, Subject, SubjectKind, Version
from editorial_builders import (
    ADA,
    ARTICLE,
    BEN,
    CLEO,
    DORA,
    Clock,
    content,
    person,
    signer_of,
    verifies,
)

PACK = Subject(SubjectKind.PACK, "wrist")
SAID = "Splint the wrist at night."
OTHER = "Splint the right wrist at night."
QUESTION = "Is vertebroplasty recommended?"
AACE = "aace-2020-augmentation"
SHORTER = "AACE (2020) does not recommend vertebroplasty or kyphoplasty first for vertebral fracture."


def submitted(desk: EditorialDesk, subject: Subject = ARTICLE) -> Version:
    draft = desk.draft(ADA, subject, content())
    return desk.act(ADA, Action.SUBMIT, subject, seen=draft.revision)


def suggested(desk: EditorialDesk, who: Person = BEN, subject: Subject = PACK, text: str = OTHER) -> int:
    return suggest(desk, who, subject, text, anchor="claim:1", field="clinician", said=SAID).id


def events(desk: EditorialDesk) -> list[AuditEvent]:
    with desk.register.reading() as books:
        return list(books.chain.events())


def approve(desk: EditorialDesk, who: Person, subject: Subject = PACK) -> Version:
    seen = desk.dossier(subject).version.revision
    return desk.act(who, Action.APPROVE, subject, seen=seen, sign=signer_of(who.name))


def test_a_comment_stands_at_its_place_with_what_it_is_about(desk: EditorialDesk) -> None:
    version = submitted(desk)
    made = comment(desk, BEN, ARTICLE, "Which wrist?", anchor="claim:1", field="clinician")
    assert (made.version, made.content, made.said, made.state) == (1, version.content, SAID, "open")
    assert desk.dossier(ARTICLE).comments == (made,)


def test_the_first_words_of_a_reviewer_begin_the_review(desk: EditorialDesk) -> None:
    version = submitted(desk)
    comment(desk, BEN, ARTICLE, "Which wrist?")
    after = desk.dossier(ARTICLE)
    assert (after.version.status, after.version.revision) == (Status.UNDER_REVIEW, version.revision)
    assert [event.action for event in after.events] == ["draft", "submit", "take", "comment"]


def test_the_authors_own_words_do_not(desk: EditorialDesk) -> None:
    submitted(desk)
    comment(desk, ADA, ARTICLE, "I looked it up again.")
    assert desk.dossier(ARTICLE).version.status is Status.SUBMITTED


def test_the_event_of_a_comment_keeps_its_digest(desk: EditorialDesk) -> None:
    submitted(desk)
    made = comment(desk, BEN, ARTICLE, "Which wrist?", anchor="claim:1")
    event = events(desk)[-1]
    assert json.loads(event.detail) == {"comment": made.id, "digest": digest_of_comment(made)}
    assert "Which wrist" not in repr(event)
    assert digest_of_comment(replace(made, text="That wrist.")) != digest_of_comment(made)


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "'); DELETE FROM events; --", "naïve 🦴\n\nsecond line", "x" * 10_000],
)
def test_a_comment_is_kept_as_it_was_written(desk: EditorialDesk, text: str) -> None:
    submitted(desk)
    comment(desk, BEN, ARTICLE, text)
    assert [each.text for each in desk.dossier(ARTICLE).comments] == [text]


@pytest.mark.parametrize(
    ("who", "text", "anchor", "field", "error"),
    [
        (BEN, "a\0b", "", "", InputError),
        (BEN, "a\u202eb", "", "", InputError),
        (BEN, "  ", "", "", InputError),
        (BEN, "x" * 10_001, "", "", InputError),
        (BEN, "Which?", "claim:9", "", InputError),
        (BEN, "Which?", "claim:1", "patient", InputError),
        (BEN, "Which?", "'); DROP TABLE comments; --", "", InputError),
        (person("eve"), "Which?", "", "", Forbidden),
        (replace(BEN, scopes=frozenset({Scope.READ})), "Which?", "", "", Forbidden),
    ],
)
def test_a_comment_that_is_refused_changes_nothing(
    desk: EditorialDesk, who: Person, text: str, anchor: str, field: str, error: type[CitewellError]
) -> None:
    submitted(desk)
    before = desk.dossier(ARTICLE)
    with pytest.raises(error):
        comment(desk, who, ARTICLE, text, anchor=anchor, field=field)
    after = desk.dossier(ARTICLE)
    assert (after.version, after.comments) == (before.version, ())
    assert (events(desk)[-1].action == "refused") is (error is Forbidden)


def test_a_comment_on_nothing_is_not_found(desk: EditorialDesk) -> None:
    with pytest.raises(NotFound):
        comment(desk, BEN, ARTICLE, "Which?")
    with pytest.raises(NotFound, match="no comment 99"):
        resolve(desk, BEN, 99)


def test_comments_are_resolved_once_with_a_reason(desk: EditorialDesk, clock: Clock) -> None:
    submitted(desk)
    made = comment(desk, BEN, ARTICLE, "Which wrist?")
    clock.forward(days=1)
    closed = resolve(desk, ADA, made.id, reason="It says so above.")
    assert (closed.state, closed.closed_by, closed.closed_because) == ("resolved", "ada", "It says so above.")
    assert closed.closed_at == clock()
    assert desk.dossier(ARTICLE).comments == (closed,)
    event = events(desk)[-1]
    assert (event.action, event.actor, event.at, event.reason) == (
        "resolve",
        "ada",
        closed.closed_at,
        closed.closed_because,
    )
    assert json.loads(event.detail)["state"] == "resolved"
    with pytest.raises(Conflict, match="was resolved by ada already"):
        resolve(desk, BEN, made.id)


def test_only_the_roles_of_now_count(desk: EditorialDesk) -> None:
    submitted(desk)
    with pytest.raises(Forbidden, match="no account 'eve'"):
        comment(desk, person("eve", Role.REVIEWER), ARTICLE, "Which?")
    with pytest.raises(Forbidden, match="by an author"):
        resolve(desk, person("dora", Role.AUTHOR), comment(desk, BEN, ARTICLE, "Which?").id)


def test_a_suggestion_names_how_the_field_reads(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    with pytest.raises(Conflict, match="reads otherwise now"):
        suggest(desk, BEN, PACK, OTHER, anchor="claim:1", field="clinician", said="Splint it.")
    with pytest.raises(InputError, match="reads so already"):
        suggest(desk, BEN, PACK, f"{SAID} ", anchor="claim:1", field="clinician", said=SAID)
    with pytest.raises(InputError, match="for one field"):
        suggest(desk, BEN, PACK, OTHER, anchor="claim:1", field="", said="")
    assert desk.dossier(PACK).comments == ()
    assert desk.dossier(PACK).version.status is Status.SUBMITTED


def test_a_declined_suggestion_tells_why(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    number = suggested(desk)
    with pytest.raises(Forbidden, match="by an author"):
        decline(desk, BEN, number, reason="no")
    with pytest.raises(InputError, match="says nothing"):
        decline(desk, ADA, number, reason=" ")
    closed = decline(desk, ADA, number, reason="It is for both wrists.")
    assert (closed.state, closed.closed_because) == ("declined", "It is for both wrists.")


def test_a_writer_takes_a_suggestion_back(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    number = suggested(desk)
    with pytest.raises(Forbidden, match="by its writer"):
        resolve(desk, ADA, number)
    assert resolve(desk, BEN, number).state == "resolved"


def test_an_accepted_suggestion_on_a_pack_waits_for_its_files(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    closed = accept(desk, ADA, suggested(desk))
    assert closed.state == "accepted"
    assert desk.dossier(PACK).version.contributors == ("ada",)


def test_whose_words_a_version_says_cannot_approve_it(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    accept(desk, ADA, suggested(desk))
    asked = desk.act(
        CLEO, Action.REQUEST_CHANGES, PACK, seen=desk.dossier(PACK).version.revision, reason="see"
    )
    again = desk.edit(ADA, PACK, content(OTHER), seen=asked.revision)
    assert again.contributors == ("ada", "ben")
    desk.act(ADA, Action.SUBMIT, PACK, seen=again.revision)
    with pytest.raises(Forbidden, match="your own work"):
        approve(desk, BEN)
    approve(desk, CLEO)
    assert approve(desk, DORA).status is Status.APPROVED


def test_an_accepted_suggestion_that_is_worded_otherwise_still_counts(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    accept(desk, ADA, suggested(desk))
    withdrawn = desk.act(ADA, Action.WITHDRAW, PACK, seen=desk.dossier(PACK).version.revision)
    after = desk.edit(ADA, PACK, content("Splint the right wrist by night."), seen=withdrawn.revision)
    assert after.contributors == ("ada", "ben")


def test_an_open_suggestion_is_closed_by_the_version_that_says_it(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    number = suggested(desk)
    approve(desk, CLEO)
    approve(desk, DORA)
    newer = desk.draft(ADA, PACK, content(OTHER))
    assert newer.contributors == ("ada", "ben")
    closed = desk.dossier(PACK, 1).comments[0]
    assert (closed.id, closed.state, closed.closed_because) == (number, "accepted", "taken over in version 2")
    later = desk.draft(ADA, PACK, replace(content(OTHER), title="Splints"))
    assert later.contributors == ("ada", "ben")


def test_words_that_were_approved_are_nobodys_news(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    suggested(desk)
    withdrawn = desk.act(ADA, Action.WITHDRAW, PACK, seen=desk.dossier(PACK).version.revision)
    edited = desk.edit(ADA, PACK, content(OTHER), seen=withdrawn.revision)
    desk.act(ADA, Action.SUBMIT, PACK, seen=edited.revision)
    approve(desk, CLEO)
    approve(desk, DORA)
    assert desk.draft(ADA, PACK, replace(content(OTHER), title="Splints")).contributors == ("ada",)


def test_the_chain_holds_and_tells_all_that_was_said(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    accept(desk, ADA, suggested(desk))
    resolve(desk, BEN, comment(desk, BEN, PACK, "Thank you.").id)
    with desk.register.reading() as books:
        every, head = list(books.chain.events()), books.chain.head()
    assert list(faults(every, head=head, verifies=verifies)) == []
    said = [event.action for event in every if event.subject == str(PACK)]
    assert said == ["draft", "submit", "take", "suggest", "resolve", "comment", "resolve"]


# Of an article a suggestion is an edit.


@pytest.fixture
def page(engine: Engine) -> Content:
    return article(engine, QUESTION)


def wording(page: Content) -> str:
    return next(dict(part.fields)["clinician"] for part in page.parts if part.anchor == f"claim:{AACE}")


def on_article(desk: EditorialDesk, page: Content, text: str = SHORTER) -> int:
    """A suggestion of Ben's on an article that Ada has submitted."""
    draft = desk.draft(ADA, ARTICLE, page)
    desk.act(ADA, Action.SUBMIT, ARTICLE, seen=draft.revision)
    said = wording(page)
    return suggest(desk, BEN, ARTICLE, text, anchor=f"claim:{AACE}", field="clinician", said=said).id


def changes_requested(desk: EditorialDesk) -> Version:
    seen = desk.dossier(ARTICLE).version.revision
    return desk.act(CLEO, Action.REQUEST_CHANGES, ARTICLE, seen=seen, reason="see the suggestion")


def test_a_suggestion_on_an_article_becomes_its_edit(
    desk: EditorialDesk, engine: Engine, page: Content
) -> None:
    number = on_article(desk, page)
    before = changes_requested(desk)
    closed = accept(desk, ADA, number, engine=engine)
    after = desk.dossier(ARTICLE)
    assert (closed.state, closed.closed_because) == ("accepted", "taken over in version 1")
    assert after.version.revision == before.revision + 1
    assert after.version.contributors == ("ada", "ben")
    assert edits_of(after.content)[0].wording == SHORTER
    assert [event.action for event in after.events][-2:] == ["edit", "resolve"]


def test_the_gate_judges_a_suggestion_too(desk: EditorialDesk, engine: Engine, page: Content) -> None:
    number = on_article(desk, page, "AACE does not recommend vertebroplasty within 7 days.")
    changes_requested(desk)
    with pytest.raises(InputError, match="'7 days' stands in none"):
        accept(desk, ADA, number, engine=engine)
    after = desk.dossier(ARTICLE)
    assert (after.content, after.comments[0].state) == (page, "open")


def test_a_frozen_article_takes_no_suggestion(desk: EditorialDesk, engine: Engine, page: Content) -> None:
    number = on_article(desk, page)
    with pytest.raises(Conflict, match="frozen"):
        accept(desk, ADA, number, engine=engine)
    with pytest.raises(Forbidden, match="by an author"):
        accept(desk, BEN, number, engine=engine)


def test_nothing_else_changes_with_a_suggestion(desk: EditorialDesk, engine: Engine, page: Content) -> None:
    number = on_article(desk, page)
    changes_requested(desk)
    catalog = engine.catalogs["vertebral-fracture"]
    statements = tuple(
        replace(each, grade="Other") if each.id == "aaos-2010-vertebroplasty" else each
        for each in catalog.pack.statements
    )
    graded = {**catalog.grades, "aaos-2010-vertebroplasty": replace(
        catalog.grades["aaos-2010-vertebroplasty"], as_printed="Other"
    )}  # fmt: skip
    later = Engine(
        [Catalog.of(replace(catalog.pack, statements=statements, digest="e" * 64), graded)],
        today=engine.today,
        plain=engine.plain,
    )
    with pytest.raises(Conflict, match="would change elsewhere, too: 1 grade changed"):
        accept(desk, ADA, number, engine=later)
    assert desk.dossier(ARTICLE).content == page


def test_only_wordings_of_an_article_are_suggested(desk: EditorialDesk, page: Content) -> None:
    desk.draft(ADA, ARTICLE, page)
    with pytest.raises(InputError, match="not written by editors"):
        suggest(desk, BEN, ARTICLE, "for", anchor=f"claim:{AACE}", field="direction", said="against")
    part = next(part for part in page.parts if part.anchor == f"claim:{AACE}")
    quoted = replace(part, anchor="claim:quoted", fields=(*part.fields, ("quotation", "doc-1")))
    desk.edit(ADA, ARTICLE, replace(page, parts=(*page.parts, quoted)), seen=1)
    with pytest.raises(InputError, match="is a quotation"):
        suggest(
            desk, BEN, ARTICLE, "Other words.", anchor="claim:quoted", field="clinician", said=wording(page)
        )


def test_a_claim_left_out_takes_its_suggestions_with_it(
    desk: EditorialDesk, engine: Engine, page: Content
) -> None:
    number = on_article(desk, page)
    before = changes_requested(desk)
    without = with_edit(engine, page, Edit(claim=AACE))
    after = desk.edit(ADA, ARTICLE, without, seen=before.revision)
    assert after.contributors == ("ada",)
    assert [each.state for each in desk.dossier(ARTICLE).comments if each.id == number] == ["open"]


def test_of_many_who_close_a_comment_at_once_one_does(desk: EditorialDesk) -> None:
    submitted(desk, PACK)
    number = suggested(desk)

    def attempt(n: int) -> str:
        try:
            if n % 2:
                return decline(desk, ADA, number, reason="It is for both wrists.").state
            return accept(desk, ADA, number).state
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, range(8)))
    assert outcomes.count("conflict") == 7
    (closed,) = desk.dossier(PACK).comments
    assert closed.state in outcomes
    assert [event.action for event in desk.dossier(PACK).events].count("resolve") == 1


def test_comments_of_many_at_once_are_all_kept(desk: EditorialDesk) -> None:
    submitted(desk)
    with ThreadPoolExecutor(8) as threads:
        made = list(
            threads.map(lambda n: comment(desk, (BEN, CLEO)[n % 2], ARTICLE, f"Remark {n}"), range(16))
        )
    assert {each.id for each in made} == {each.id for each in desk.dossier(ARTICLE).comments}
    assert [event.action for event in desk.dossier(ARTICLE).events].count("take") == 1
    with desk.register.reading() as books:
        every, head = list(books.chain.events()), books.chain.head()
    assert list(faults(every, head=head, verifies=verifies)) == []
