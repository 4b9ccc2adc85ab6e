"""A home with something in every part and every table, for the tests of backup and restore."""

import hashlib
from pathlib import Path

from citewell.config import Settings
from citewell.guidelines.bases import content_folder
from citewell.model.accounts import Scope, SigningKey
from citewell.model.credentials import ApiToken, SealedKey, Session
from citewell.model.hooks import CardFeedback, Outcome
from citewell.model.reviews import Action, Comment, ConflictOfInterest, TaskKind
from citewell.storage.hook_feedback import HookFeedback
from citewell.storage.ledger import Entry, Ledger
from citewell.storage.library import Library
from citewell.storage.records import packed
from citewell.storage.register import Register
from editorial_builders import ADA, ARTICLE, BEN, CLEO, START, content, desk_on, signer_of
from library_builders import document_of

AT = "2026-11-21T10:30:00.000000Z"
# Letters that languages sort otherwise than bytes do, a line's end, half a pair, and what is no UTF-8.
STRANGE = "é Z a ß \u2028 \"\\ \n 中 \U0001f600 <b>'; drop table users; --"
ENCODER = b"the bytes of an encoder"
ENCODER_NAME = "0" * 64


def settings_of(home: Path, *, database: str = "") -> Settings:
    content = content_folder()
    return Settings(home=home, packs=(), grading=content / "grading", database=database)


def filled(home: Path, *, database: str = "") -> Settings:
    """A home with a register, a library, a ledger, feedback on a card and an encoder."""
    settings = settings_of(home, database=database)
    register = Register.open(settings.register)
    fill(register)
    register.close()
    fill_library(settings, "a", "b")
    fill_ledger(settings, 3)
    fill_feedback(settings)
    (settings.encoders / "files").mkdir(parents=True)
    (settings.encoders / "files" / ENCODER_NAME).write_bytes(ENCODER)
    (settings.encoders / "in-use").write_text("none\n")
    settings.cache.mkdir()
    (settings.cache / "derived").write_text("can be made again")
    settings.index.mkdir()
    (settings.index / "LIVE").write_text("can be made again")
    return settings


def fill_feedback(settings: Settings) -> None:
    kept = HookFeedback(settings.hook_feedback, reasons=(), comments=True)
    told = CardFeedback(card="0", outcome=Outcome.OVERRIDDEN, at=START, comment=STRANGE)
    kept.record([told], service="view", issuer="", received=AT)
    kept.close()


def fill(register: Register) -> None:
    """Something in every table."""
    desk = desk_on(register)
    draft = desk.draft(ADA, ARTICLE, content(STRANGE))
    version = desk.act(ADA, Action.SUBMIT, ARTICLE, seen=draft.revision)
    for who in (BEN, CLEO):
        version = desk.act(who, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of(who.name))
    desk.demote(version, TaskKind.SOURCE_FELL, "s1 was retracted")
    with register.writing() as books:
        books.reviews.keep_content("f" * 64, STRANGE, keys=("Zoe", "zoe", "émile"))
        for said in (STRANGE, ""):
            books.reviews.add_comment(comment(said))
        books.reviews.add_conflict(
            ConflictOfInterest(id=0, person="ben", topic="wrist", statement=STRANGE, declared=START)
        )
        for n, name in enumerate(("Zoe", "zoe", "émile", "z-1")):
            books.accounts.add_token(token(name))
            books.accounts.add_session(session(f"s{name}"))
            key = SigningKey(id=0, user="ada", public=f"{n:064x}", made=START)
            books.accounts.add_key(SealedKey(key=key, sealed="{}"))
            books.accounts.add_attempt(name, origin="::1", at=START)


def comment(said: str) -> Comment:
    return Comment(
        id=0, subject=ARTICLE, version=1, content="0" * 64, anchor="claim:1", field="", said=said,
        author="ben", at=START, suggested=said or None,
    )  # fmt: skip


def token(name: str) -> ApiToken:
    return ApiToken(
        id=name, user="ada", label=STRANGE, scopes=frozenset(Scope), made=START, expires=AT, digest="0" * 64
    )


def session(name: str) -> Session:
    return Session(id=name, user="ada", made=START, used=START, expires=AT, digest="0" * 64)


def fill_library(settings: Settings, *names: str) -> None:
    library = Library.open(settings.library)
    with library.transaction():
        for name in names:
            library.add(packed(document_of(name, f"Use {name} for {name}.\nIt helps.", pmid=name)))
    library.close()


def fill_ledger(settings: Settings, number: int) -> None:
    for n in range(number):
        Ledger(settings.ledger).record(
            Entry(
                fingerprint=f"{n:032x}", question=STRANGE, facts={}, audience="clinician", engine="0.1.0",
                packs={}, document="{}",
            )
        )  # fmt: skip


def rows_of(settings: Settings) -> dict[str, list[bytes]]:
    """Every row of the register, by its table."""
    register = Register.open(settings.register)
    with register.reading() as books:
        rows = {table: list(books.dump.lines(table)) for table in books.dump.tables()}
    register.close()
    return rows


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sealed(path: Path) -> Path:
    """The file with the seal that its maker would put to it."""
    data = path.read_bytes()
    path.write_bytes(data + b"\x50\x2a\x4d\x18\x20\0\0\0" + hashlib.sha256(data).digest())
    return path
