"""The rules of the workflow, act by act: from which status, by whom, on whose work, with what behind it."""

from dataclasses import replace
from itertools import product

import pytest

from citewell.editorial.transitions import BY_ACTION, EDITABLE, FINAL, TRANSITIONS, Whose
from citewell.editorial.workflow import Act, Case, Decision, Stale, begun, counted, decided, edited
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope
from citewell.model.reviews import (
    Action,
    ConflictOfInterest,
    Policy,
    Status,
    Version,
    Vote,
)
from editorial_builders import ADA, ARTICLE, BEN, CLEO, DORA, content, person

AT, LATER = "2026-11-21T09:00:00.000000Z", "2026-11-21T10:00:00.000000Z"
VERSION = Version(
    subject=ARTICLE, n=1, status=Status.UNDER_REVIEW, revision=3, round=2, content="a" * 64, title="Wrist",
    topics=("wrist",), contributors=("ada",), made=AT, changed=AT,
)  # fmt: skip
# Somebody with every role and scope who wrote nothing, and the same as its writer.
ANYBODY = person("omar", *Role)
WRITER = person("ada", *Role)
REASON = "A reason."


def vote(reviewer: str, *, of: Version = VERSION, at: str = AT) -> Vote:
    return Vote(
        subject=ARTICLE, version=1, round=of.round, reviewer=reviewer, content=of.content, at=at, event=1
    )


def interest(who: str, topic: str = "wrist", *, ended: str = "") -> ConflictOfInterest:
    return ConflictOfInterest(id=1, person=who, topic=topic, statement="Shares.", declared=AT, ended=ended)


def case(version: Version = VERSION, *votes: Vote, conflicts: tuple[ConflictOfInterest, ...] = ()) -> Case:
    return Case(version=version, votes=votes, conflicts=conflicts, policy=Policy())


def done(
    action: Action,
    who: Person | None,
    on: Case | None = None,
    *,
    reason: str = REASON,
    seen: int | None = None,
) -> Decision:
    return decided(on or case(), Act(action=action, at=LATER, person=who, reason=reason, seen=seen))


def whoever_may(action: Action) -> Person | None:
    transition = BY_ACTION[action]
    if not transition.roles:
        return None
    return WRITER if transition.whose is Whose.OWN else ANYBODY


@pytest.mark.parametrize(("action", "status"), list(product(BY_ACTION, Status)))
def test_an_act_leads_out_of_the_statuses_of_the_table_alone(action: Action, status: Status) -> None:
    transition, there = BY_ACTION[action], case(replace(VERSION, status=status), vote("ben"))
    if status in transition.sources:
        after = done(action, whoever_may(action), there).version
        assert after.status is transition.target
    else:
        with pytest.raises(Conflict, match=status.value.replace("-", " ")):
            done(action, whoever_may(action), there)


def test_nothing_leads_out_of_what_is_final_and_one_act_to_approved() -> None:
    assert not [t for t in TRANSITIONS if set(t.sources) & set(FINAL)]
    assert [t.action for t in TRANSITIONS if t.target is Status.APPROVED] == [Action.APPROVE]
    assert not set(EDITABLE) & {Status.UNDER_REVIEW, Status.SUBMITTED, Status.APPROVED, *FINAL}


@pytest.mark.parametrize(("action", "role"), list(product(BY_ACTION, Role)))
def test_an_act_is_for_the_roles_of_the_table_alone(action: Action, role: Role) -> None:
    transition = BY_ACTION[action]
    there = case(replace(VERSION, status=transition.sources[0]))
    who = person("ada" if transition.whose is Whose.OWN else "omar", role)
    if role in transition.roles:
        done(action, who, there)
    else:
        with pytest.raises(Forbidden):
            done(action, who, there)


@pytest.mark.parametrize("action", [t.action for t in TRANSITIONS if t.roles])
def test_an_act_needs_the_scope_of_the_credential_too(action: Action) -> None:
    may = whoever_may(action)
    assert may
    there = case(replace(VERSION, status=BY_ACTION[action].sources[0]))
    for scope in Scope:
        needed = Scope.AUTHOR if action in {Action.SUBMIT, Action.WITHDRAW} else Scope.REVIEW
        only = Person(user=may.user, scopes=frozenset({scope}))
        if scope is needed:
            done(action, only, there)
        else:
            with pytest.raises(Forbidden, match=f"scope {needed.value}"):
                done(action, only, there)


@pytest.mark.parametrize("action", [t.action for t in TRANSITIONS if t.whose is Whose.OTHERS])
def test_nobody_judges_their_own_work_whatever_their_roles(action: Action) -> None:
    with pytest.raises(Forbidden, match="your own work"):
        done(action, WRITER, case(replace(VERSION, status=BY_ACTION[action].sources[0])))


@pytest.mark.parametrize("action", [t.action for t in TRANSITIONS if t.whose is Whose.OWN])
def test_nobody_hands_in_the_work_of_others(action: Action) -> None:
    with pytest.raises(Forbidden, match="not your work"):
        done(action, ANYBODY, case(replace(VERSION, status=BY_ACTION[action].sources[0])))


@pytest.mark.parametrize("action", [t.action for t in TRANSITIONS if t.reason])
@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_reason_that_says_nothing_is_none(action: Action, reason: str) -> None:
    with pytest.raises(InputError, match="reason"):
        done(
            action,
            whoever_may(action),
            case(replace(VERSION, status=BY_ACTION[action].sources[0])),
            reason=reason,
        )


@pytest.mark.parametrize("seen", [0, 2, 4, -1])
def test_another_revision_than_was_read_is_refused(seen: int) -> None:
    with pytest.raises(Stale, match="revision 3"):
        done(Action.APPROVE, BEN, seen=seen)


@pytest.mark.parametrize(
    ("votes", "conflicts", "status"),
    [
        ((), (), Status.UNDER_REVIEW),
        ((vote("cleo"),), (), Status.APPROVED),
        ((vote("ada"),), (), Status.UNDER_REVIEW),
        ((replace(vote("cleo"), round=1),), (), Status.UNDER_REVIEW),
        ((replace(vote("cleo"), content="b" * 64),), (), Status.UNDER_REVIEW),
        ((vote("cleo"),), (interest("cleo"),), Status.UNDER_REVIEW),
        ((vote("cleo"),), (interest("cleo", "WRIST"),), Status.UNDER_REVIEW),
        ((vote("cleo"),), (interest("cleo", str(ARTICLE)),), Status.UNDER_REVIEW),
        ((vote("cleo"),), (interest("cleo", "knee"),), Status.APPROVED),
        ((vote("cleo"),), (interest("cleo", ended=LATER),), Status.UNDER_REVIEW),
        ((vote("cleo"),), (interest("cleo", ended=AT),), Status.UNDER_REVIEW),
        ((vote("cleo", at=LATER),), (interest("cleo", ended=AT),), Status.APPROVED),
        ((vote("cleo"), vote("cleo")), (interest("dora"),), Status.APPROVED),
    ],
)
def test_a_quorum_is_of_votes_that_count(
    votes: tuple[Vote, ...], conflicts: tuple[ConflictOfInterest, ...], status: Status
) -> None:
    assert done(Action.APPROVE, BEN, case(VERSION, *votes, conflicts=conflicts)).version.status is status


@pytest.mark.parametrize("quorum", [1, 2, 3, 5])
def test_it_takes_as_many_as_the_policy_says(quorum: int) -> None:
    votes = tuple(vote(f"r{n}") for n in range(quorum - 1))
    policy = Policy(quorum={"article": quorum})
    enough, one_less = (replace(case(VERSION, *given), policy=policy) for given in (votes, votes[1:]))
    assert done(Action.APPROVE, BEN, enough).version.status is Status.APPROVED
    assert quorum == 1 or done(Action.APPROVE, BEN, one_less).version.status is Status.UNDER_REVIEW


def test_nobody_counts_twice() -> None:
    with pytest.raises(Conflict, match="already"):
        done(Action.APPROVE, BEN, case(VERSION, vote("ben")))
    assert counted(case(VERSION, vote("ben"), vote("ben"), vote("cleo"))) == ("ben", "cleo")


@pytest.mark.parametrize("action", [t.action for t in TRANSITIONS if t.vote])
def test_an_interest_bars_every_vote(action: Action) -> None:
    there = case(replace(VERSION, status=BY_ACTION[action].sources[0]), conflicts=(interest("omar"),))
    with pytest.raises(Forbidden, match="conflict of interest"):
        done(action, ANYBODY, there)
    over = replace(there, conflicts=(interest("omar", ended=AT),))
    assert done(action, ANYBODY, over)


@pytest.mark.parametrize("action", [Action.SUBMIT, Action.EXPIRE, Action.DEMOTE])
def test_a_round_of_votes_begins_anew(action: Action) -> None:
    before = replace(VERSION, status=BY_ACTION[action].sources[0])
    after = done(action, whoever_may(action), case(before)).version
    assert (after.round, counted(case(after, vote("ben"), vote("cleo")))) == (before.round + 1, ())


def test_who_wrote_what_was_never_approved_wrote_part_of_what_comes_after() -> None:
    act = Act(action=Action.DRAFT, at=LATER, person=person("abe", Role.AUTHOR))
    assert begun(ARTICLE, content(), "b" * 64, VERSION, act=act).contributors == ("abe", "ada")
    was_approved = replace(VERSION, approved=AT, status=Status.SUPERSEDED)
    assert begun(ARTICLE, content(), "b" * 64, was_approved, act=act).contributors == ("abe",)
    assert begun(ARTICLE, content(), "b" * 64, None, act=act).n == 1


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("approved", ["", AT])
def test_content_changes_in_a_draft_that_was_never_approved_alone(status: Status, approved: str) -> None:
    version = replace(VERSION, status=status, approved=approved)
    act = Act(action=Action.EDIT, at=LATER, person=person("abe", Role.AUTHOR), seen=3)
    if status in EDITABLE and not approved:
        after = edited(version, content(), "b" * 64, act=act)
        assert (after.revision, after.contributors, after.content) == (4, ("abe", "ada"), "b" * 64)
    else:
        with pytest.raises(Conflict, match="frozen"):
            edited(version, content(), "b" * 64, act=act)


@pytest.mark.parametrize("who", [BEN, DORA, CLEO, Person(user=ADA.user, scopes=frozenset({Scope.REVIEW}))])
def test_content_is_written_by_authors(who: Person) -> None:
    act = Act(action=Action.EDIT, at=LATER, person=who, seen=3)
    with pytest.raises(Forbidden):
        edited(replace(VERSION, status=Status.DRAFT), content(), "b" * 64, act=act)
    with pytest.raises(Forbidden):
        begun(ARTICLE, content(), "b" * 64, None, act=replace(act, action=Action.DRAFT))
