"""The first form of the register.

The tables are written out, not taken from `storage.tables`: a migration stays as it was when it was released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BEGINNING = "0" * 64


def upgrade() -> None:
    """Make the tables, the head of an empty chain, and the triggers that keep history as it is."""
    _make_chain()
    _make_reviews()
    _make_accounts()
    op.execute(sa.text("insert into head (id, n, hash) values (1, 0, :hash)").bindparams(hash=_BEGINNING))
    _forbid_changes("events")


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "votes", "comments", "tasks", "conflicts", "versions", "found_by", "contents", "tokens", "sessions",
        "keys", "attempts", "users", "events", "head",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_change()")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, primary_key=key, autoincrement=False)


def _serial() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _make_chain() -> None:
    op.create_table(
        "head",
        _number("id", key=True),
        _number("n"),
        _text("hash"),
        sa.CheckConstraint("id = 1", name="ck_head_one"),
    )
    numbers = {"version", "revision", "round"}
    names = (
        "at", "actor", "action", "subject", "version", "status", "revision", "round", "content", "reason",
        "detail", "previous", "signature", "hash",
    )  # fmt: skip
    op.create_table(
        "events",
        _number("n", key=True),
        *(_number(name) if name in numbers else _text(name) for name in names),
    )
    op.create_index("ix_events_subject_version", "events", ["subject", "version"])


def _make_reviews() -> None:
    op.create_table("contents", sa.Column("digest", sa.String(64), primary_key=True), _text("document"))
    op.create_table(
        "found_by",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("content", sa.String(64), sa.ForeignKey("contents.digest"), primary_key=True),
    )
    op.create_table(
        "versions",
        sa.Column("subject", sa.Text, primary_key=True),
        _number("n", key=True),
        _text("status"),
        _number("revision"),
        _number("round"),
        sa.Column("content", sa.String(64), sa.ForeignKey("contents.digest"), nullable=False),
        *map(_text, ("title", "topics", "contributors", "made", "changed", "approved", "expires")),
    )
    op.create_index("ix_versions_status", "versions", ["status"])
    op.create_index("ix_versions_content", "versions", ["content"])
    op.create_table(
        "votes",
        _serial(),
        *_of_version("votes"),
        _number("round"),
        *map(_text, ("reviewer", "content", "at")),
        sa.Column("event", sa.Integer, sa.ForeignKey("events.n"), nullable=False),
        sa.UniqueConstraint("subject", "version", "round", "reviewer"),
    )
    op.create_table(
        "comments",
        _serial(),
        *_of_version("comments"),
        *map(_text, ("content", "anchor", "field", "said", "author", "at", "text")),
        sa.Column("suggested", sa.Text, nullable=True),
        *map(_text, ("state", "closed_by", "closed_at", "closed_because")),
    )
    op.create_index("ix_comments_subject_version", "comments", ["subject", "version"])
    op.create_table(
        "tasks", _serial(), *_of_version("tasks"), *map(_text, ("kind", "text", "opened", "closed"))
    )


def _make_accounts() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.Text, primary_key=True),
        *map(_text, ("display", "roles", "password")),
        sa.Column("disabled", sa.Boolean, nullable=False),
        *map(_text, ("made", "issuer", "identity")),
    )
    op.create_table(
        "conflicts", _serial(), _of_user("person"), *map(_text, ("topic", "statement", "declared", "ended"))
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text, primary_key=True),
        _of_user("user"),
        *map(_text, ("label", "secret", "scopes", "made", "expires", "revoked", "used")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text, primary_key=True),
        _of_user("user"),
        *map(_text, ("secret", "made", "used", "expires")),
    )
    op.create_table("keys", _serial(), _of_user("user"), *map(_text, ("public", "sealed", "made", "revoked")))
    op.create_table("attempts", _serial(), *map(_text, ("name", "origin", "at")))
    op.create_index("ix_attempts_name_at", "attempts", ["name", "at"])


def _of_version(table: str) -> tuple[sa.Column[str], sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        _text("subject"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["subject", "version"], ["versions.subject", "versions.n"], name=f"fk_{table}_subject_version"
        ),
    )


def _of_user(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, sa.ForeignKey("users.name"), nullable=False)


def _forbid_changes(table: str) -> None:
    """History is added to and never changed, whoever asks: the database itself refuses."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function refuse_change() returns trigger language plpgsql as "
            "$$ begin raise exception 'history is never changed'; end $$"
        )
        op.execute(
            f"create trigger {table}_stay before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"create trigger {table}_stay_{change} before {change} on {table} "
            "begin select raise(abort, 'history is never changed'); end"
        )
