"""What is reviewed, in its tables: contents by digest, versions, votes, comments, tasks, interests."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from citewell.errors import Conflict, NotFound
from citewell.model.reviews import (
    Comment,
    ConflictOfInterest,
    Status,
    Subject,
    SubjectKind,
    Task,
    TaskKind,
    Version,
    Vote,
)
from citewell.storage.tables import comments, conflicts, contents, found_by, tasks, versions, votes

_PAGE = 500


class Reviews:
    """The rows of what is reviewed, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_content(self, digest: str, document: str, *, keys: Collection[str] = ()) -> None:
        """Keep what a version says, and by what it is found; the same content is kept once."""
        if (
            self._connection.execute(select(contents.c.digest).where(contents.c.digest == digest)).first()
            is None
        ):
            self._connection.execute(insert(contents).values(digest=digest, document=document))
            rows = [{"key": key, "content": digest} for key in sorted(set(keys))]
            if rows:
                self._connection.execute(insert(found_by), rows)

    def content(self, digest: str) -> str:
        """The canonical JSON of content. Raises NotFound."""
        found = self._connection.execute(
            select(contents.c.document).where(contents.c.digest == digest)
        ).scalar()
        if found is None:
            raise NotFound(f"no content with the digest {digest} is kept here")
        return str(found)

    def contents(self) -> Iterator[tuple[str, str]]:
        """Every content as (digest, canonical JSON), one after the other."""
        wanted = select(contents.c.digest, contents.c.document).order_by(contents.c.digest)
        for row in self._connection.execute(wanted, execution_options={"yield_per": _PAGE}):
            yield row.digest, row.document

    def found_by(self) -> Iterator[tuple[str, str]]:
        """By what contents are found, as (digest, key), in order."""
        wanted = select(found_by.c.content, found_by.c.key).order_by(found_by.c.content, found_by.c.key)
        for row in self._connection.execute(wanted, execution_options={"yield_per": _PAGE}):
            yield row.content, row.key

    def add_version(self, version: Version) -> None:
        """Add a new version."""
        self._connection.execute(insert(versions).values(_row_of(version)))

    def change_version(self, before: Version, after: Version) -> None:
        """Put a version's new state in the place of the old. Raises Conflict when the old is gone."""
        where = (
            (versions.c.subject == str(before.subject))
            & (versions.c.n == before.n)
            & (versions.c.revision == before.revision)
            & (versions.c.status == before.status.value)
        )
        if self._connection.execute(update(versions).where(where).values(_row_of(after))).rowcount != 1:
            raise Conflict(f"{before.subject} version {before.n} was changed by somebody else")

    def version(self, subject: Subject, n: int | None = None) -> Version:
        """A version of a subject, the newest without a number. Raises NotFound."""
        found = self._found(subject, n)
        if found is None:
            what = str(subject) if n is None else f"version {n} of {subject}"
            raise NotFound(f"{what} is not on the desk", hint="see citewell review queue --all")
        return found

    def newest(self, subject: Subject) -> Version | None:
        """The newest version of a subject, None where there is none."""
        return self._found(subject, None)

    def _found(self, subject: Subject, n: int | None) -> Version | None:
        wanted = select(versions).where(versions.c.subject == str(subject)).order_by(versions.c.n.desc())
        row = self._connection.execute(wanted if n is None else wanted.where(versions.c.n == n)).first()
        return None if row is None else _version_of(row)

    def versions(
        self, *, subject: Subject | None = None, statuses: Collection[Status] = ()
    ) -> tuple[Version, ...]:
        """Versions, by subject and number; of one subject, of some statuses."""
        wanted = select(versions).order_by(versions.c.subject, versions.c.n)
        if subject is not None:
            wanted = wanted.where(versions.c.subject == str(subject))
        if statuses:
            wanted = wanted.where(versions.c.status.in_(sorted(status.value for status in statuses)))
        return tuple(_version_of(row) for row in self._connection.execute(wanted))

    def add_vote(self, vote: Vote) -> None:
        """Add a reviewer's approval."""
        self._connection.execute(insert(votes).values(asdict(vote) | {"subject": str(vote.subject)}))

    def votes(self, version: Version) -> tuple[Vote, ...]:
        """The approvals of a version in its present round, in order."""
        rows = self._connection.execute(
            select(votes).where(*_of(votes, version), votes.c.round == version.round).order_by(votes.c.event)
        )
        return tuple(_vote_of(row) for row in rows)

    def all_votes(self) -> Iterator[Vote]:
        """Every approval of every round, in order, one after the other."""
        wanted = select(votes).order_by(votes.c.event, votes.c.id)
        for row in self._connection.execute(wanted, execution_options={"yield_per": _PAGE}):
            yield _vote_of(row)

    def add_comment(self, comment: Comment) -> Comment:
        """Add a comment; it is given its number."""
        return replace(comment, id=self._added(comments, comment))

    def comments(self, subject: Subject, version: int | None = None) -> tuple[Comment, ...]:
        """The comments on a subject, or one version of it, in order."""
        wanted = select(comments).where(comments.c.subject == str(subject)).order_by(comments.c.id)
        if version is not None:
            wanted = wanted.where(comments.c.version == version)
        return tuple(_comment_of(row) for row in self._connection.execute(wanted))

    def all_comments(self) -> Iterator[Comment]:
        """Every comment, in order, one after the other."""
        wanted = select(comments).order_by(comments.c.id)
        for row in self._connection.execute(wanted, execution_options={"yield_per": _PAGE}):
            yield _comment_of(row)

    def comment(self, number: int) -> Comment:
        """One comment. Raises NotFound."""
        row = self._connection.execute(select(comments).where(comments.c.id == number)).first()
        if row is None:
            raise NotFound(f"there is no comment {number}")
        return _comment_of(row)

    def close_comment(self, comment: Comment) -> None:
        """Put down how an open comment was closed. Raises Conflict when it is no longer open."""
        done = self._connection.execute(
            update(comments)
            .where(comments.c.id == comment.id, comments.c.state == "open")
            .values(
                state=comment.state,
                closed_by=comment.closed_by,
                closed_at=comment.closed_at,
                closed_because=comment.closed_because,
            )
        )
        if done.rowcount != 1:
            raise Conflict(f"comment {comment.id} was closed already")

    def add_task(self, task: Task) -> Task:
        """Add a task; it is given its number."""
        return replace(task, id=self._added(tasks, task))

    def tasks(self, *, subject: Subject | None = None, closed: bool = False) -> tuple[Task, ...]:
        """The open tasks, oldest first; with `closed` all of them."""
        wanted = select(tasks).order_by(tasks.c.id)
        if subject is not None:
            wanted = wanted.where(tasks.c.subject == str(subject))
        if not closed:
            wanted = wanted.where(tasks.c.closed == "")
        return tuple(_task_of(row) for row in self._connection.execute(wanted))

    def close_tasks(self, version: Version, *, at: str) -> None:
        """Close what was to be done about a version."""
        self._connection.execute(
            update(tasks).where(*_of(tasks, version), tasks.c.closed == "").values(closed=at)
        )

    def add_conflict(self, conflict: ConflictOfInterest) -> ConflictOfInterest:
        """Add a declared interest; it is given its number."""
        return replace(conflict, id=self._added(conflicts, conflict))

    def conflicts(self, *, person: str | None = None) -> tuple[ConflictOfInterest, ...]:
        """The declared interests, ended ones too; of one person, or of all."""
        wanted = select(conflicts).order_by(conflicts.c.id)
        if person is not None:
            wanted = wanted.where(conflicts.c.person == person)
        return tuple(ConflictOfInterest(**row._mapping) for row in self._connection.execute(wanted))

    def end_conflict(self, number: int, *, at: str) -> None:
        """Put down that a declared interest has ended. Raises Conflict when it had ended."""
        done = self._connection.execute(
            update(conflicts).where(conflicts.c.id == number, conflicts.c.ended == "").values(ended=at)
        )
        if done.rowcount != 1:
            raise Conflict(f"the interest {number} had ended already")

    def _added(self, table: Any, record: Comment | Task | ConflictOfInterest) -> int:
        row = asdict(record)
        del row["id"]
        if "subject" in row:
            row["subject"] = str(getattr(record, "subject"))  # noqa: B009  two of the three have one
        done = self._connection.execute(insert(table).values(row).returning(table.c.id))
        return int(done.scalar_one())


def subject_of(text: str) -> Subject:
    """A subject as it was kept."""
    kind, _, name = text.partition(":")
    return Subject(SubjectKind(kind), name)


def _of(table: Any, version: Version) -> Sequence[Any]:
    return (table.c.subject == str(version.subject), table.c.version == version.n)


def _row_of(version: Version) -> dict[str, Any]:
    return asdict(version) | {
        "subject": str(version.subject),
        "status": version.status.value,
        "topics": json.dumps(version.topics, ensure_ascii=False),
        "contributors": json.dumps(version.contributors, ensure_ascii=False),
    }


def _version_of(row: Any) -> Version:
    return Version(
        **dict(row._mapping)
        | {
            "subject": subject_of(row.subject),
            "status": Status(row.status),
            "topics": tuple(json.loads(row.topics)),
            "contributors": tuple(json.loads(row.contributors)),
        }
    )


def _vote_of(row: Any) -> Vote:
    fields = dict(row._mapping)
    del fields["id"]
    return Vote(**fields | {"subject": subject_of(row.subject)})


def _task_of(row: Any) -> Task:
    return Task(**dict(row._mapping) | {"kind": TaskKind(row.kind), "subject": subject_of(row.subject)})


def _comment_of(row: Any) -> Comment:
    return Comment(**dict(row._mapping) | {"subject": subject_of(row.subject)})
