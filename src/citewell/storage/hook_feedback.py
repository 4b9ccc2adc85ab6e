"""What clinicians did with cards, as their systems told: put down once, never changed or deleted.

The database itself refuses to change it. A comment is free text and may tell of a patient: it is kept only
where it is asked for. Of a reason its code is kept, where it is one that was offered: any other text may
tell of a patient, too.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from citewell.errors import InputError
from citewell.model.hooks import CardFeedback, Coding, Outcome
from citewell.storage.database import Database

_LAID_OUT = """
create table if not exists feedback (
    n integer primary key, received text not null, service text not null, issuer text not null,
    card text not null, outcome text not null, at text not null, accepted text not null,
    reason_system text not null, reason_code text not null, comment text not null
);
create trigger if not exists feedback_stay_update before update on feedback
begin select raise(abort, 'history is never changed'); end;
create trigger if not exists feedback_stay_delete before delete on feedback
begin select raise(abort, 'history is never changed'); end;
"""
_PUT_DOWN = """
insert into feedback
    (received, service, issuer, card, outcome, at, accepted, reason_system, reason_code, comment)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ALL = """
select received, service, issuer, card, outcome, at, accepted, reason_system, reason_code, comment
from feedback order by n
"""
_COLUMNS, _OUTCOME = 10, 4
_TALLIES = """
select service, outcome, reason_system, reason_code, count(distinct card), count(*), max(received)
from feedback group by service, outcome, reason_system, reason_code
order by service, outcome, count(distinct card) desc, reason_system, reason_code
"""
# In the place of the code of a reason that was not offered.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something became of a service's cards. reason: its code, "" where none was given.

    cards: how many different ones; told: how often, since a client may tell the same again. last: when.
    """

    service: str
    outcome: Outcome
    system: str
    reason: str
    cards: int
    told: int
    last: str


class HookFeedback:
    """The file of what became of cards. Safe to share between threads; processes take turns."""

    def __init__(self, path: Path, *, reasons: Collection[Coding], comments: bool = False) -> None:
        """reasons: those that cards offer. comments: whether what clinicians wrote is kept."""
        self._database = Database.shared(path, _LAID_OUT)
        self._reasons = frozenset((reason.system, reason.code) for reason in reasons)
        self._comments = comments
        self._turn = Lock()

    def record(self, told: Sequence[CardFeedback], *, service: str, issuer: str, received: str) -> None:
        """Put down what became of cards, all of it or nothing. received: the present time, ISO 8601.

        issuer: who told it, "" where nobody vouched for them. Raises OSError where it cannot be written.
        """
        self.put([self._row(each, service, issuer, received) for each in told])

    def put(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Put down rows as they are, all or none."""
        with self._turn, self._database.transaction():
            self._database.run_many(_PUT_DOWN, rows)

    def _row(self, told: CardFeedback, service: str, issuer: str, received: str) -> tuple[str, ...]:
        system, code = self._coded(told.reason)
        comment = told.comment if self._comments else ""
        accepted = json.dumps(told.accepted)
        head = (received, service, issuer, told.card, told.outcome.value, told.at, accepted)
        return (*head, system, code, comment)

    def _coded(self, reason: Coding | None) -> tuple[str, str]:
        """The system and code of a reason, "" for none."""
        if reason is None:
            return "", ""
        told = (reason.system, reason.code)
        return told if told in self._reasons else ("", UNKNOWN)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def feedback_lines(path: Path) -> Iterator[bytes]:
    """All that was put down, in its order, each as a line of JSON: for a backup."""
    database = Database.open(path, write=False)
    try:
        with database.snapshot():
            for row in database.rows(_ALL):
                yield json.dumps(row).encode() + b"\n"
    finally:
        database.close()


def put_feedback(lines: Iterable[bytes], path: Path) -> int:
    """Make the file of such lines anew; how many there were. Raises InputError for one that is none."""
    rows = [_row_of(n, line) for n, line in enumerate(lines, start=1)]
    kept = HookFeedback(path, reasons=())
    try:
        kept.put(rows)
    finally:
        kept.close()
    return len(rows)


def _row_of(n: int, line: bytes) -> tuple[str, ...]:
    try:
        row = json.loads(line)
        # What cannot be encoded is half a character, which no file could hold.
        is_one = _is_row(row) and "".join(row).encode() != b""
    except (ValueError, RecursionError):
        is_one = False
    if not is_one:
        raise InputError(f"line {n} of the backup's feedback on cards is none")
    return tuple(row)


def _is_row(row: object) -> bool:
    if not isinstance(row, list) or len(row) != _COLUMNS or not all(isinstance(each, str) for each in row):
        return False
    return row[_OUTCOME] in tuple(Outcome)


def tallies_in(path: Path) -> tuple[Tally, ...]:
    """How often what became of cards, for each service and reason; nothing where nothing was told yet."""
    if not path.exists():
        return ()
    database = Database.open(path, write=False)
    try:
        rows = database.rows(_TALLIES)
    finally:
        database.close()
    return tuple(
        Tally(
            service=service,
            outcome=Outcome(outcome),
            system=system,
            reason=reason,
            cards=cards,
            told=told,
            last=last,
        )
        for service, outcome, system, reason, cards, told, last in rows
    )
