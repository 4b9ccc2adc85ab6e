"""The manifest of a backup: what the archive holds, told before it, strictly read.

Whoever reads an archive writes nothing that the manifest does not name, and no more bytes than it says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from citewell.errors import InputError

FORMAT = 1
LIBRARY = "library.db"
LEDGER = "ledger.jsonl"
FEEDBACK = "hook-feedback.jsonl"
_REGISTER = "register/"
_LINES = ".jsonl"
ENCODERS = "encoders/"
# What the folder of encoders holds: records, files by their digest, and which is in use.
ENCODER_FILE = re.compile(r"in-use|[a-z0-9][a-z0-9._-]{0,63}\.json|files/[0-9a-f]{64}")
_NAME = re.compile(
    rf"library\.db|ledger\.jsonl|hook-feedback\.jsonl|register/[a-z][a-z_]{{0,62}}\.jsonl|encoders/(?:{ENCODER_FILE.pattern})"
)
_DIGEST = re.compile(r"[0-9a-f]{64}")
# Of the fields that are text, what each may say.
_TEXTS = {
    "engine": re.compile(r"[0-9A-Za-z.+-]{1,40}"),
    "made": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII),
    "form": re.compile(r"|\d{4}", re.ASCII),
    "head": re.compile(r"|[0-9a-f]{64}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of the archive. size: in bytes. digest: its SHA-256 in hex. rows: its lines, 0 for no lines."""

    name: str
    size: int
    digest: str
    rows: int = 0

    @property
    def table(self) -> str:
        """The table of the register whose rows it holds, "" for anything else."""
        if not self.name.startswith(_REGISTER):
            return ""
        return self.name.removeprefix(_REGISTER).removesuffix(_LINES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds, in the order of the archive.

    engine: the version that made it. made: when, as the caller said. form: of the register's tables.
    events, head: how many events the audit chain had, and the hash of the last; form is "" and they are 0
    and "" where there was no register.
    """

    format: int
    engine: str
    made: str
    form: str
    events: int
    head: str
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """The bytes of all members together."""
        return sum(member.size for member in self.members)

    def rows_of(self, name: str) -> int:
        """How many rows a member has, 0 where it is not there."""
        return next((member.rows for member in self.members if member.name == name), 0)


def table_member(table: str) -> str:
    """The name of the member with the rows of a table."""
    return f"{_REGISTER}{table}{_LINES}"


def encoded(manifest: Manifest) -> bytes:
    """The manifest as JSON, a member a line or more."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decoded(data: bytes) -> Manifest:
    """The manifest of this JSON. Raises InputError for one that is none, or of a newer format."""
    try:
        number = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get("format")
        newer = number is not None and msgspec.json.decode(number, type=int) > FORMAT
        manifest = None if newer else msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"its manifest cannot be read: {error}") from None
    if manifest is None:
        raise InputError(
            "it was made by a newer version of Citewell", hint="restore it with that version, or a newer one"
        )
    if fault := next(_faults(manifest), ""):
        raise InputError(f"its manifest {fault}")
    return manifest


def _faults(manifest: Manifest) -> Iterator[str]:
    if manifest.format != FORMAT:
        yield f"has the format {manifest.format}, which there never was"
    for field, wanted in _TEXTS.items():
        if not wanted.fullmatch(getattr(manifest, field)):
            yield f"has another {field} than Citewell writes"
    names = [member.name for member in manifest.members]
    if len(names) != len(set(names)):
        yield "names a member twice"
    for member in manifest.members:
        if not _NAME.fullmatch(member.name):
            yield f"names {member.name[:100]!r}, which no backup holds"
        if member.size < 0 or member.rows < 0 or not _DIGEST.fullmatch(member.digest):
            yield f"says of {member.name} what cannot be"
