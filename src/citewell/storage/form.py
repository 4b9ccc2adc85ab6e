"""The form of the library's file: its tables, their version, and what its index was made of."""

from dataclasses import dataclass

from citewell.errors import InputError
from citewell.storage.database import Database

_FORM = 1
_TABLES = """
create table if not exists files (
    digest text primary key, origin text not null, documents integer not null
) without rowid;
create table if not exists documents (
    number integer primary key,
    id text not null,
    contents text not null,
    live integer not null,
    origin text not null,
    pmid text not null,
    doi text not null,
    record blob not null,
    text text not null
);
create unique index if not exists live_documents on documents (id) where live;
create unique index if not exists live_contents on documents (contents) where live;
create table if not exists passages (
    document integer, n integer, record blob not null, primary key (document, n)
) without rowid;
create table if not exists recommendations (
    document integer, n integer, first integer not null, last integer not null, record blob not null,
    primary key (document, n)
) without rowid;
create table if not exists notices (
    kind text not null, pmid text not null, doi text not null, date text not null, text text not null,
    unique (kind, pmid, doi, text)
);
create index if not exists notices_by_pmid on notices (pmid) where pmid != '';
create index if not exists notices_by_doi on notices (doi) where doi != '';
create table if not exists revisions (number integer not null);
create table if not exists published (
    revision integer not null, fingerprint text not null, made_by text not null
);
insert into revisions select 0 where not exists (select 1 from revisions);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An index that was published: over which revision of the library, its fingerprint, and by what.

    made_by: whatever else an index depends on (its format, the vocabulary that was written for it).
    """

    revision: int
    fingerprint: str
    made_by: str


def lay_out(database: Database) -> None:
    """Make the tables that are not there, one process at a time. Raises InputError for another form."""
    database.rows("pragma journal_mode = wal")
    database.run_script(f"begin immediate; {_TABLES} pragma user_version = {_FORM}; commit;")


def is_whole(database: Database) -> bool:
    """Whether every table is there. Raises InputError for a file of another form."""
    return is_laid_out(database) and _has_table(database, "published")


def is_laid_out(database: Database) -> bool:
    """Whether the tables are there; a file of nothing has none. Raises InputError for another form."""
    form = int(database.row("pragma user_version")[0])
    if form not in {0, _FORM}:
        raise InputError(
            f"the library {database.path} has form {form}, this version reads {_FORM}",
            hint="use the version of Citewell that made it, or ingest into a new CITEWELL_HOME",
        )
    return form == _FORM


def revision(database: Database) -> int:
    """How often what is live has changed."""
    return int(database.row("select number from revisions")[0])


def revise(database: Database) -> None:
    """Count a change of what is live. Belongs into the transaction of the change."""
    database.rows("update revisions set number = number + 1")


def published(database: Database) -> Published | None:
    """What was put down last; None when nothing was."""
    if not _has_table(database, "published"):
        return None
    row = database.row("select revision, fingerprint, made_by from published")
    return Published(revision=row[0], fingerprint=row[1], made_by=row[2]) if row else None


def put_down(database: Database, made: Published) -> None:
    """Keep what the index was made of."""
    with database.transaction():
        database.rows("delete from published")
        database.insert(
            "insert into published values (?, ?, ?)", made.revision, made.fingerprint, made.made_by
        )


def _has_table(database: Database, name: str) -> bool:
    return database.row("select 1 from sqlite_master where type = 'table' and name = ?", name) is not None
