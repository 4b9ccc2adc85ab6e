"""The tables of the editorial register, for SQLite and PostgreSQL alike.

Times are text (see `model.reviews`), so that the same bytes are sealed in either database. What a migration
makes stands in `migrations/versions`; a test holds these tables to it.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=False, primary_key=key, autoincrement=False)


def _serial() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


# The chain. `head` has one row, which every writer holds while it writes: one comes after the other.
head = Table(
    "head",
    metadata,
    _number("id", key=True),
    _number("n"),
    _text("hash"),
    CheckConstraint("id = 1", name="one"),
)
events = Table(
    "events",
    metadata,
    _number("n", key=True),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _number("version"),
    _text("status"),
    _number("revision"),
    _number("round"),
    _text("content"),
    _text("reason"),
    _text("detail"),
    _text("previous"),
    _text("signature"),
    _text("hash"),
    Index(None, "subject", "version"),
)

# What is reviewed.
contents = Table("contents", metadata, Column("digest", String(64), primary_key=True), _text("document"))
# By what a reader's answer is known as this content, or as made of it (`engine.standing`).
found_by = Table(
    "found_by",
    metadata,
    Column("key", Text, primary_key=True),
    Column("content", String(64), ForeignKey("contents.digest"), primary_key=True),
)
versions = Table(
    "versions",
    metadata,
    Column("subject", Text, primary_key=True),
    _number("n", key=True),
    _text("status"),
    _number("revision"),
    _number("round"),
    Column("content", String(64), ForeignKey("contents.digest"), nullable=False),
    _text("title"),
    _text("topics"),
    _text("contributors"),
    _text("made"),
    _text("changed"),
    _text("approved"),
    _text("expires"),
    Index(None, "status"),
    Index(None, "content"),
)


def _of_version() -> tuple[Column[str], Column[int], ForeignKeyConstraint]:
    return (
        Column("subject", Text, nullable=False),
        Column("version", Integer, nullable=False),
        ForeignKeyConstraint(["subject", "version"], ["versions.subject", "versions.n"]),
    )


votes = Table(
    "votes",
    metadata,
    _serial(),
    *_of_version(),
    _number("round"),
    _text("reviewer"),
    _text("content"),
    _text("at"),
    Column("event", Integer, ForeignKey("events.n"), nullable=False),
    # Nobody's approval counts twice, whatever the code above may do.
    UniqueConstraint("subject", "version", "round", "reviewer"),
)
comments = Table(
    "comments",
    metadata,
    _serial(),
    *_of_version(),
    _text("content"),
    _text("anchor"),
    _text("field"),
    _text("said"),
    _text("author"),
    _text("at"),
    _text("text"),
    Column("suggested", Text, nullable=True),
    _text("state"),
    _text("closed_by"),
    _text("closed_at"),
    _text("closed_because"),
    Index(None, "subject", "version"),
)
tasks = Table(
    "tasks",
    metadata,
    _serial(),
    *_of_version(),
    _text("kind"),
    _text("text"),
    _text("opened"),
    _text("closed"),
)
conflicts = Table(
    "conflicts",
    metadata,
    _serial(),
    Column("person", Text, ForeignKey("users.name"), nullable=False),
    _text("topic"),
    _text("statement"),
    _text("declared"),
    _text("ended"),
)

# People. A name is never used again: a row of users is never deleted.
users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    _text("display"),
    _text("roles"),
    _text("password"),
    Column("disabled", Boolean, nullable=False),
    _text("made"),
    _text("issuer"),
    _text("identity"),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name"), nullable=False),
    _text("label"),
    _text("secret"),
    _text("scopes"),
    _text("made"),
    _text("expires"),
    _text("revoked"),
    _text("used"),
)
sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name"), nullable=False),
    _text("secret"),
    _text("made"),
    _text("used"),
    _text("expires"),
)
keys = Table(
    "keys",
    metadata,
    _serial(),
    Column("user", Text, ForeignKey("users.name"), nullable=False),
    _text("public"),
    _text("sealed"),
    _text("made"),
    _text("revoked"),
)
attempts = Table(
    "attempts", metadata, _serial(), _text("name"), _text("origin"), _text("at"), Index(None, "name", "at")
)
