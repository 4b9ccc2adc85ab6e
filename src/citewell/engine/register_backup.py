"""The register's part in a backup: its rows beside the chain's head, and back, verified before they count."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from citewell.config import Settings
from citewell.editorial.audit import faults
from citewell.engine.desk import has_register, open_register
from citewell.engine.publishing import Step, Watch
from citewell.errors import InputError, IntegrityError
from citewell.model.reviews import AuditEvent, Head
from citewell.storage import backup
from citewell.storage.backup_archive import member_of
from citewell.storage.backup_manifest import Manifest, Member, table_member
from citewell.storage.standings import file_of

if TYPE_CHECKING:
    from citewell.storage.register import Books, Register

_Part = TypeVar("_Part")
_TOLD_EVERY = 1_000
_EVIDENCE = "keep the database as it is, as evidence; citewell review audit --verify tells every fault"
_ANOTHER = "name another database in CITEWELL_DATABASE; nothing is ever restored over what is there"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRegister:
    """What was saved of the register: its form, the end of its chain, its tables."""

    form: str
    head: Head
    tables: tuple[Member, ...]


_NO_REGISTER = SavedRegister(form="", head=Head(n=0, hash=""), tables=())


def register_saved(settings: Settings, folder: Path, *, watch: Watch) -> SavedRegister:
    """Put the rows of every table into the folder, as the register is at one moment.

    A register that nobody has used yet is not made for it. Raises IntegrityError where the audit chain is
    not as it was written: what was tampered with is kept as it is, and not handed on.
    """
    if not has_register(settings):
        return _NO_REGISTER
    with closing(open_register(settings)) as register, register.reading() as books:
        head = books.chain.head()
        _refuse_a_broken_chain(books, watch)
        names = _watched(books.dump.tables(), "saving the register", watch)
        tables = tuple(_table_saved(books, name, folder) for name in names)
        return SavedRegister(form=register.form, head=head, tables=tables)


def refuse_a_register_within(settings: Settings) -> None:
    """Raise InputError where CITEWELL_DATABASE names a file of the home, which must be empty."""
    file = file_of(settings.register)
    if settings.database and file and file.resolve().is_relative_to(settings.home.resolve()):
        raise InputError(
            f"CITEWELL_DATABASE names a file in the data folder: {file}",
            hint="leave it out (the register goes into the data folder by itself), or name another place",
        )


def register_restored(settings: Settings, manifest: Manifest, folder: Path, *, watch: Watch) -> None:
    """Fill the register, which must be empty, with the rows in the folder: all of them, verified, or none.

    One that holds just these rows is let be. Raises InputError for one that holds others, or a backup of a
    newer form, IntegrityError where the audit chain is not as it was written.
    """
    if not manifest.form:
        return
    with closing(open_register(settings)) as register:
        if manifest.form > register.form:
            raise InputError(
                "the backup's register is of a newer version of Citewell", hint="restore it with that"
            )
        with register.reading() as books:
            if not books.dump.is_empty():
                _refuse_another(register, books, manifest)
                return
        _fill(register, manifest, folder, watch)


def _table_saved(books: "Books", table: str, folder: Path) -> Member:
    name = table_member(table)
    rows = backup.save_lines(books.dump.lines(table), folder, name)
    return member_of(folder, name, rows=rows)


def _fill(register: "Register", manifest: Manifest, folder: Path, watch: Watch) -> None:
    present = register.form
    if manifest.form != present:
        register.bring_to(manifest.form)
    with register.writing() as books:
        for member in _watched(_tables(manifest), "filling the register", watch):
            books.dump.load(member.table, backup.lines_of(folder / member.name))
        if not _holds(books, manifest):
            raise IntegrityError(
                "the register does not give back the rows of the backup: nothing was restored"
            )
        _refuse_a_broken_chain(books, watch)
    if manifest.form != present:
        register.bring_to("head")


def _watched(parts: Sequence[_Part], doing: str, watch: Watch) -> Iterator[_Part]:
    for n, part in enumerate(parts):
        watch(Step(documents=n, share=n / len(parts), doing=doing, counted="table"))
        yield part
    watch(Step(documents=len(parts), share=1.0, doing=doing, counted="table"))


def _told(events: Iterable[AuditEvent], number: int, watch: Watch) -> Iterator[AuditEvent]:
    doing = "verifying the audit chain"
    for n, event in enumerate(events, start=1):
        if n % _TOLD_EVERY == 0:
            watch(Step(documents=n, share=min(n / max(number, 1), 1.0), doing=doing, counted="event"))
        yield event


def _refuse_another(register: "Register", books: "Books", manifest: Manifest) -> None:
    if not _holds(books, manifest):
        raise InputError(f"the register {register.url} is not empty", hint=_ANOTHER)


def _holds(books: "Books", manifest: Manifest) -> bool:
    """Whether the register is the one of the backup: the chain's end, the tables, and every row of them."""
    members = {member.table: member for member in _tables(manifest)}
    if books.chain.head() != Head(n=manifest.events, hash=manifest.head):
        return False
    if members.keys() != set(books.dump.tables()):
        return False
    return all(_as_saved(books, member) for member in members.values())


def _as_saved(books: "Books", member: Member) -> bool:
    digest, rows = hashlib.sha256(), 0
    for line in books.dump.lines(member.table):
        digest.update(line)
        rows += 1
    return (digest.hexdigest(), rows) == (member.digest, member.rows)


def _tables(manifest: Manifest) -> tuple[Member, ...]:
    return tuple(member for member in manifest.members if member.table)


def _refuse_a_broken_chain(books: "Books", watch: Watch) -> None:
    from citewell.accounts.signing import verifies

    head = books.chain.head()
    events = _told(books.chain.events(), head.n, watch)
    fault = next(faults(events, head=head, verifies=verifies), None)
    if fault is not None:
        where = f"event {fault.n}" if fault.n else "the chain"
        raise IntegrityError(
            f"the audit chain is not as it was written: {where}: {fault.message}", hint=_EVIDENCE
        )
