"""Ways round the desk that somebody with an account, or a record made by hand, would try."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from builders import pack
from citewell.engine.auditing import audited, verified
from citewell.engine.curating import EditorialDesk
from citewell.engine.discussing import comment, suggest
from citewell.engine.interests import declare, end_interest
from citewell.engine.standing import Board, pack_standing, unheard
from citewell.errors import Forbidden, InputError
from citewell.model.accounts import Role
from citewell.model.reviews import Action, Status, Subject, SubjectKind, Version
from citewell.storage.register import Register
from citewell.storage.standings import Standings
from editorial_builders import ADA, ARTICLE, BEN, CLEO, DORA, Clock, content, desk_on, signer_of
from standing_builders import approved

PACK = Subject(SubjectKind.PACK, "wrist")
PART_OF_IT = Subject(SubjectKind.RECOMMENDATION, "wrist/splint")


@pytest.fixture
def desk(register: Register) -> EditorialDesk:
    return desk_on(register, now=Clock())


def submitted(desk: EditorialDesk, subject: Subject = ARTICLE, text: str = "Splint it.") -> Version:
    draft = desk.draft(ADA, subject, content(text))
    return desk.act(ADA, Action.SUBMIT, subject, seen=draft.revision)


def approved_by(desk: EditorialDesk, who: str, subject: Subject = ARTICLE) -> Version:
    person = {"ben": BEN, "cleo": CLEO, "dora": DORA}[who]
    seen = desk.dossier(subject).version.revision
    return desk.act(person, Action.APPROVE, subject, seen=seen, sign=signer_of(who))


@pytest.mark.parametrize(
    "after",
    [
        replace(BEN.user, disabled=True),
        replace(BEN.user, roles=frozenset({Role.READER, Role.AUTHOR})),
    ],
)
def test_a_vote_of_who_may_no_longer_vote_completes_no_quorum(desk: EditorialDesk, after) -> None:  # type: ignore[no-untyped-def]
    submitted(desk)
    approved_by(desk, "ben")
    with desk.register.writing() as books:
        books.accounts.change_user(after)
    assert desk.dossier(ARTICLE).approvals == ()
    assert approved_by(desk, "cleo").status is Status.UNDER_REVIEW
    assert approved_by(desk, "dora").status is Status.APPROVED


def test_who_approved_stays_named_after_they_left(desk: EditorialDesk) -> None:
    submitted(desk)
    approved_by(desk, "ben")
    approved_by(desk, "cleo")
    with desk.register.writing() as books:
        books.accounts.change_user(replace(BEN.user, disabled=True))
    assert desk.dossier(ARTICLE).approvals == ("ben", "cleo")


@pytest.mark.parametrize(
    ("suggested_on", "said_in"), [(PART_OF_IT, PACK), (PACK, PART_OF_IT), (PART_OF_IT, PART_OF_IT)]
)
def test_whose_words_a_pack_takes_over_cannot_approve_it_whichever_of_its_pages_they_were_said_on(
    desk: EditorialDesk, suggested_on: Subject, said_in: Subject
) -> None:
    read = submitted(desk, suggested_on, "Splint it.")
    suggest(
        desk, BEN, suggested_on, "Splint it at night.", anchor="claim:1", field="clinician", said="Splint it."
    )
    if said_in == suggested_on:
        desk.act(ADA, Action.WITHDRAW, suggested_on, seen=read.revision)
    draft = desk.draft(ADA, said_in, content("Splint it at night."))
    assert draft.contributors == ("ada", "ben")


def test_an_article_is_nobodys_page_but_its_own(desk: EditorialDesk) -> None:
    submitted(desk, PACK, "Splint it.")
    suggest(desk, BEN, PACK, "Splint it at night.", anchor="claim:1", field="clinician", said="Splint it.")
    assert desk.draft(ADA, ARTICLE, content("Splint it at night.")).contributors == ("ada",)


def test_an_interest_that_ended_in_the_moment_of_a_vote_bars_it(desk: EditorialDesk) -> None:
    submitted(desk)
    approved_by(desk, "cleo")
    declared = declare(desk, BEN, "wrist", "Shares.")
    end_interest(desk, BEN, declared.id, reason="Sold.")
    with pytest.raises(Forbidden, match="conflict of interest"):
        approved_by(desk, "ben")


@pytest.mark.parametrize("typed", ["me\u0301nie\u0300re", "MÉNIÈRE", "  ménière ", "ｍénière"])
def test_a_topic_is_the_same_however_it_is_typed(desk: EditorialDesk, typed: str) -> None:
    draft = desk.draft(ADA, ARTICLE, content(topics=(normalize("NFC", "ménière"),)))
    desk.act(ADA, Action.SUBMIT, ARTICLE, seen=draft.revision)
    declare(desk, BEN, typed, "Shares.")
    with pytest.raises(Forbidden, match="conflict of interest"):
        approved_by(desk, "ben")


@pytest.mark.parametrize("reason", ["half a \udcff", "a\0b", "red \x1b[31m", "\u202eesrever", "x" * 10_001])
def test_a_reason_that_could_show_otherwise_is_refused(desk: EditorialDesk, reason: str) -> None:
    version = submitted(desk)
    with pytest.raises(InputError, match="the reason h"):
        desk.act(BEN, Action.REQUEST_CHANGES, ARTICLE, seen=version.revision, reason=reason)
    assert desk.dossier(ARTICLE).version == version
    assert verified(desk.register) == ()


def test_an_event_of_a_time_to_come_is_told_once_and_a_clock_a_little_ahead_not(
    register: Register,
) -> None:
    clock = Clock()
    desk = desk_on(register, now=clock)
    submitted(desk)
    here = clock.at
    clock.forward(days=400)
    ahead = comment(desk, BEN, ARTICLE, "From a machine whose clock is ahead.").at
    comment(desk, BEN, ARTICLE, "And after it.")
    found = audited(register, now=here).faults
    assert [fault.message for fault in found] == [f"is of a time to come, {ahead[:10]}: a clock was ahead"]
    assert audited(register, now=ahead).faults == ()


def test_content_made_of_a_pack_speaks_for_it_under_its_own_name_alone(
    desk: EditorialDesk, database_url: str
) -> None:
    wrist = pack(id="wrist", digest="d" * 64, status=Status.DRAFT)
    made_of = (("pack", wrist.id), ("version", "1"), ("digest", wrist.digest))
    other = Subject(SubjectKind.PACK, "harmless")
    board = Board(standings=Standings(database_url), today="2026-11-22", warn=unheard)
    approved(desk, other, replace(content(), made_of=made_of))
    assert pack_standing(wrist, board) is None
    approved(desk, PACK, replace(content(), made_of=made_of))
    standing = pack_standing(wrist, board)
    assert standing is not None
    assert (standing.subject, standing.status) == ("pack:wrist", Status.APPROVED)
