"""Two hundred people on one article at the same time: nobody's act is lost, none counts twice."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing

from citewell.engine.auditing import verified
from citewell.errors import Conflict
from citewell.model.accounts import Person, Role
from citewell.model.reviews import Action, Status
from citewell.storage.register import Register
from desk_crowd import all_at_once, approve, crowd, decide, edit
from editorial_builders import ADA, ARTICLE, content, desk_on, person


def article_of(register: Register, people: Sequence[Person], *, submit: bool) -> int:
    """The revision of an article that Ada wrote, as a draft or submitted."""
    desk = desk_on(register, people=(ADA, *people))
    revision = desk.draft(ADA, ARTICLE, content()).revision
    return desk.act(ADA, Action.SUBMIT, ARTICLE, seen=revision).revision if submit else revision


def events_of(register: Register) -> Counter[str]:
    with register.reading() as books:
        return Counter(event.action for event in books.chain.about(str(ARTICLE)))


def test_of_all_who_approve_two_count_and_the_others_are_told(database_url: str) -> None:
    with closing(Register.open(database_url)) as register:
        people = crowd(database_url, Role.REVIEWER)
        seen = article_of(register, people, submit=True)
        done = all_at_once(database_url, approve, people, seen=seen)
        assert Counter(each.refused for each in done) == {"": 2, "Stale": len(people) - 2}
        assert all("approved it" in each.told[-1] for each in done if each.refused)
        assert events_of(register) == {"draft": 1, "submit": 1, "take": 1, "approve": 2}
        assert votes(register) == sorted(each.name for each in done if not each.refused)
        assert status(register) is Status.APPROVED
        assert verified(register) == ()


def test_where_it_takes_everybody_nobodys_vote_is_lost(database_url: str) -> None:
    with closing(Register.open(database_url)) as register:
        people = crowd(database_url, Role.REVIEWER)
        seen = article_of(register, people, submit=True)
        done = all_at_once(database_url, approve, people, seen=seen, quorum=len(people))
        assert {each.refused for each in done} == {""}
        assert votes(register) == sorted(each.name for each in people)
        assert status(register) is Status.APPROVED
        assert verified(register) == ()


def test_of_all_who_edit_what_they_read_one_wins_and_the_others_see_what_changed(database_url: str) -> None:
    with closing(Register.open(database_url)) as register:
        people = crowd(database_url, Role.AUTHOR)
        seen = article_of(register, people, submit=False)
        done = all_at_once(database_url, edit, people, seen=seen)
        assert Counter(each.refused for each in done) == {"": 1, "Stale": len(people) - 1}
        (winner,) = (each.name for each in done if not each.refused)
        told = {each.told for each in done if each.refused}
        assert told == {(f"2026-11-21 09:00 {winner} changed the content: {winner}",)}
        assert events_of(register) == {"draft": 1, "edit": 1}
        assert verified(register) == ()


def test_approving_asking_and_editing_at_once_ends_in_one_decision(database_url: str) -> None:
    with closing(Register.open(database_url)) as register:
        people = crowd(database_url, Role.REVIEWER, Role.AUTHOR)
        seen = article_of(register, people, submit=True)
        done = all_at_once(database_url, decide, people, seen=seen)
        told = events_of(register)
        final = status(register)
        assert final in {Status.APPROVED, Status.CHANGES_REQUESTED}
        assert told["request-changes"] == (final is Status.CHANGES_REQUESTED)
        assert told["approve"] <= 2
        assert told["edit"] == 0
        assert sum(not each.refused for each in done) == told["approve"] + told["request-changes"]
        assert {each.refused for each in done} <= {"", "Stale", "Conflict"}
        assert verified(register) == ()


def test_whoever_clicks_twice_votes_once(database_url: str) -> None:
    with closing(Register.open(database_url)) as register:
        ben = person("ben", Role.REVIEWER)
        seen = article_of(register, [ben], submit=True)
        done = all_at_once(database_url, approve, [ben] * 20, seen=seen)
        assert Counter(each.refused for each in done) == {"": 1, Conflict.__name__: 19}
        assert votes(register) == ["ben"]
        assert verified(register) == ()


def votes(register: Register) -> list[str]:
    with register.reading() as books:
        return sorted(vote.reviewer for vote in books.reviews.votes(books.reviews.version(ARTICLE)))


def status(register: Register) -> Status:
    with register.reading() as books:
        return books.reviews.version(ARTICLE).status
