"""What clinicians did with cards, put down once."""

import json
import stat
from pathlib import Path

import pytest

from citewell.errors import CitewellError, InputError
from citewell.model.hooks import CardFeedback, Coding, Outcome
from citewell.storage.database import Database
from citewell.storage.hook_feedback import HookFeedback, feedback_lines, put_feedback, tallies_in

SECRET = "MRN4711Mustermann"
NOW = "2026-11-21T09:00:00.000000Z"
NO_TIME = Coding(code="not-now", system="https://citewell.invalid/reasons", display=f"Not now, {SECRET}")


def feedback(n: int = 1, reason: Coding | None = NO_TIME, comment: str = "") -> CardFeedback:
    return CardFeedback(
        card=f"00000000-0000-4000-8000-{n:012}",
        outcome=Outcome.OVERRIDDEN,
        at=NOW,
        reason=reason,
        comment=comment,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hooks" / "feedback.db"


def put(path: Path, *told: CardFeedback, comments: bool = False) -> None:
    kept = HookFeedback(path, reasons=[NO_TIME], comments=comments)
    kept.record(told, service="bones", issuer="https://ehr.example.org", received=NOW)
    kept.close()


def left(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_what_became_of_cards_is_counted_by_service_and_reason(path: Path) -> None:
    put(path, feedback(1), feedback(2), feedback(1))
    put(path, feedback(3, None), CardFeedback(card="c", outcome=Outcome.ACCEPTED, at=NOW, accepted=("s",)))
    found = tallies_in(path)
    assert [(each.outcome, each.reason, each.cards, each.told) for each in found] == [
        (Outcome.ACCEPTED, "", 1, 1),
        (Outcome.OVERRIDDEN, "not-now", 2, 3),
        (Outcome.OVERRIDDEN, "", 1, 1),
    ]
    assert {each.service for each in found} == {"bones"}


def test_where_nothing_was_told_there_is_nothing(path: Path) -> None:
    assert tallies_in(path) == ()


def test_comments_are_let_go_unless_they_are_asked_for(path: Path) -> None:
    put(path, feedback(comment=f"{SECRET} said no"))
    assert SECRET.encode() not in left(path)
    put(path, feedback(comment=f"{SECRET} said no"), comments=True)
    assert SECRET.encode() in left(path)


@pytest.mark.parametrize(
    "reason",
    [
        Coding(code=SECRET, system=NO_TIME.system, display=""),
        Coding(code=NO_TIME.code, system=f"urn:{SECRET}", display=""),
        Coding(code=NO_TIME.code, system="", display=SECRET),
    ],
)
def test_a_reason_that_no_card_offered_is_not_kept(path: Path, reason: Coding) -> None:
    put(path, feedback(reason=reason))
    assert tallies_in(path)[0].reason == "unknown"
    assert SECRET.encode() not in left(path)


@pytest.mark.parametrize(
    "change",
    ["update feedback set outcome = 'accepted'", "delete from feedback", "delete from feedback where n = 1"],
)
def test_the_database_refuses_to_change_what_was_told(path: Path, change: str) -> None:
    put(path, feedback())
    database = Database.open(path, write=True)
    with pytest.raises(CitewellError, match="never changed"):
        database.rows(change)
    database.close()
    assert len(tallies_in(path)) == 1


def test_processes_take_turns(path: Path) -> None:
    one, other = HookFeedback(path, reasons=[]), HookFeedback(path, reasons=[])
    for n in range(20):
        (one if n % 2 else other).record([feedback(n)], service="bones", issuer="", received=NOW)
    assert tallies_in(path)[0].cards == 20


def test_only_its_owner_may_read_it(path: Path) -> None:
    put(path, feedback())
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_backup_holds_all_of_it_in_its_order(path: Path, tmp_path: Path) -> None:
    put(path, *map(feedback, range(5)), comments=True)
    put(path, feedback(7, None, "é \u2028 '; drop table feedback"), comments=True)
    lines = list(feedback_lines(path))
    again = tmp_path / "again" / "feedback.db"
    assert put_feedback(lines, again) == 6
    assert list(feedback_lines(again)) == lines
    assert tallies_in(again) == tallies_in(path)
    assert stat.S_IMODE(again.stat().st_mode) == 0o600


def row(**changed: str) -> bytes:
    """A line of a backup."""
    names = (
        "received",
        "service",
        "issuer",
        "card",
        "outcome",
        "at",
        "accepted",
        "system",
        "code",
        "comment",
    )
    return json.dumps([({"outcome": "accepted"} | changed).get(name, "") for name in names]).encode()


def test_a_line_of_a_backup_is_taken(path: Path) -> None:
    assert put_feedback([row()], path) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'["a"]',
        b"[1,2,3,4,5,6,7,8,9,10]",
        b"[" * 100_000,
        b'{"a":1}',
        row(outcome="evil"),
        row(comment="\ud800"),
    ],
)
def test_a_line_of_a_backup_that_is_none_is_refused(path: Path, line: bytes) -> None:
    with pytest.raises(InputError, match="line 1"):
        put_feedback([line], path)
