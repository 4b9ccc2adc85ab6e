"""The register's part in a backup: its rows beside the chain's head, and back, verified before they count."""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from citewell.config import Settings
from citewell.editorial.audit import faults
from citewell.engine.desk import open_register
from citewell.errors import InputError, IntegrityError
from citewell.model.reviews import Head
from citewell.storage import backup
from citewell.storage.backup_archive import member_of
from citewell.storage.backup_manifest import Manifest, Member, table_member

if TYPE_CHECKING:
    from citewell.storage.register import Books, Register

_EVIDENCE = "keep the database as it is, as evidence; citewell review audit --verify tells every fault"
_ANOTHER = "name another database in CITEWELL_DATABASE; nothing is ever restored over what is there"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRegister:
    """What was saved of the register: its form, the end of its chain, its tables."""

    form: str
    head: Head
    tables: tuple[Member, ...]


_NO_REGISTER = SavedRegister(form="", head=Head(n=0, hash=""), tables=())


def register_saved(settings: Settings, folder: Path) -> SavedRegister:
    """Put the rows of every table into the folder, as the register is at one moment.

    A register that nobody has used yet is not made for it. Raises IntegrityError where the audit chain is
    not as it was written: what was tampered with is kept as it is, and not handed on.
    """
    if not (settings.database or settings.register_file.is_file()):
        return _NO_REGISTER
    with closing(open_register(settings)) as register, register.reading() as books:
        head = books.chain.head()
        _refuse_a_broken_chain(books)
        tables = tuple(_table_saved(books, table, folder) for table in books.dump.tables())
        return SavedRegister(form=register.form, head=head, tables=tables)


def register_restored(settings: Settings, manifest: Manifest, folder: Path) -> None:
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
        _fill(register, manifest, folder)


def _table_saved(books: "Books", table: str, folder: Path) -> Member:
    name = table_member(table)
    rows = backup.save_lines(books.dump.lines(table), folder, name)
    return member_of(folder, name, rows=rows)


def _fill(register: "Register", manifest: Manifest, folder: Path) -> None:
    present = register.form
    if manifest.form != present:
        register.bring_to(manifest.form)
    with register.writing() as books:
        for member in _tables(manifest):
            books.dump.load(member.table, backup.lines_of(folder / member.name))
        if not _holds(books, manifest):
            raise IntegrityError(
                "the register does not give back the rows of the backup: nothing was restored"
            )
        _refuse_a_broken_chain(books)
    if manifest.form != present:
        register.bring_to("head")


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


def _refuse_a_broken_chain(books: "Books") -> None:
    from citewell.accounts.signing import verifies

    head = books.chain.head()
    fault = next(faults(books.chain.events(), head=head, verifies=verifies), None)
    if fault is not None:
        where = f"event {fault.n}" if fault.n else "the chain"
        raise IntegrityError(
            f"the audit chain is not as it was written: {where}: {fault.message}", hint=_EVIDENCE
        )
