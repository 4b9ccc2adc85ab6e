"""Settings: one frozen record, read once at the edge from the environment and the flags."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from citewell.errors import InputError
from citewell.guidelines.bases import content_folder

# Over https; on this machine also without.
_ORIGIN = re.compile(
    r"https://[a-z0-9.-]+(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?"
)
_ADDRESS = re.compile(rf"(?:{_ORIGIN.pattern})(?:/[A-Za-z0-9._~-]+)*/?")
# In days: a hundred years.
LONGEST_RETENTION = 36_500


class Recording(StrEnum):
    """What the ledger keeps of an answer: nothing, digests, or the question, the facts and the answer."""

    NO = "no"
    PROTECTED = "protected"
    TEXT = "text"


class Mode(StrEnum):
    """What an installation is for: looking up what guidance says, or support for a patient's case as well.

    See docs/explanation/two-modes.md for why they are kept apart.
    """

    REFERENCE = "reference"
    PATIENT_SPECIFIC = "patient-specific"


# "yes" was a word for keeping the text before there was a choice: what was not asked for by name is not kept.
_RECORDING = {
    **dict.fromkeys(("no", "0", "false"), Recording.NO),
    **dict.fromkeys(("protected", "yes", "1", "true"), Recording.PROTECTED),
    "text": Recording.TEXT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSettings:
    """How CDS Hooks services are open to others.

    issuers: the file of those whose calls are believed, None for nobody. origins: of the pages that may call
    from a browser. comments: whether what clinicians write about cards is kept.
    """

    issuers: Path | None = None
    origins: tuple[str, ...] = ()
    comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are.

    home: the data folder (compiled packs, the ledger). packs: the folders of guideline packs. grading: the
    folder of grading systems. vocabulary: the folder of words that mean the same. record: what is kept
    of answers for `replay`. retention: for how many days, None for until it is removed. encoder: the name of
    the encoder to search with, "" for the one in use, "none" for words alone. database: the URL of the
    editorial register, "" for a file of the home. policy: the file of the editorial policy, None for the
    shipped one. mode: whether facts of a patient are taken in. oidc_issuer, oidc_client, oidc_secret: who
    vouches for people by OpenID Connect, "" for nobody, and as which client we ask; oidc_provision: whether
    whom they vouch for is given an account. site: the address that others reach the server at, "" for the one
    they call it by. hooks: who may call its CDS Hooks services.
    """

    home: Path
    packs: tuple[Path, ...]
    grading: Path
    vocabulary: Path | None = None
    record: Recording = Recording.PROTECTED
    retention: int | None = None
    encoder: str = ""
    database: str = ""
    policy: Path | None = None
    mode: Mode = Mode.PATIENT_SPECIFIC
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = field(default="", repr=False)
    oidc_provision: bool = False
    site: str = ""
    hooks: HookSettings = HookSettings()

    @property
    def register(self) -> str:
        """The URL of the editorial register."""
        return self.database or f"sqlite:///{self.register_file}"

    @property
    def register_file(self) -> Path:
        """The file of the editorial register, where no other database is named."""
        return self.home / "editorial" / "register.db"

    @property
    def cache(self) -> Path:
        """The folder of what can be rebuilt at any time."""
        return self.home / "cache"

    @property
    def library(self) -> Path:
        """The file of what was ingested."""
        return self.home / "library" / "library.db"

    @property
    def index(self) -> Path:
        """The folder of the library's index: derived, can be rebuilt from the library at any time."""
        return self.home / "library" / "index"

    @property
    def encoders(self) -> Path:
        """The folder of the encoders that were added."""
        return self.home / "encoders"

    @property
    def hook_feedback(self) -> Path:
        """The file of what became of cards."""
        return self.home / "hooks" / "feedback.db"

    @property
    def seen_tokens(self) -> Path:
        """The file of the tokens that were brought, which outlives a server: none counts twice."""
        return self.home / "hooks" / "tokens.db"

    @property
    def ledger(self) -> Path:
        """The folder of what the engine did."""
        return self.home / "ledger"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment: `CITEWELL_HOME` and those below.

    CITEWELL_PACKS: folders of further packs, separated as in PATH; each is one pack. CITEWELL_RECORD: what
    is kept of answers. CITEWELL_RETENTION: for how many days. CITEWELL_ENCODER: the encoder to search with.
    CITEWELL_DATABASE: the URL of the editorial register. CITEWELL_POLICY: the file of the editorial policy.
    CITEWELL_MODE: whether facts of a patient are taken in. CITEWELL_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET,
    _PROVISION: signing in by OpenID Connect. CITEWELL_SITE: the server's address. CITEWELL_HOOKS_ISSUERS,
    _ORIGINS, _COMMENTS: who may call the CDS Hooks services. Raises InputError for what cannot be used.
    """
    content = content_folder()
    shipped = tuple(sorted(path.parent for path in (content / "packs").glob("*/pack.yaml")))
    added = tuple(
        _pack_folder(part) for part in environment.get("CITEWELL_PACKS", "").split(os.pathsep) if part
    )
    return Settings(
        home=_home(environment),
        packs=(*shipped, *added),
        grading=content / "grading",
        vocabulary=content / "vocabulary",
        record=_recording(environment.get("CITEWELL_RECORD", "protected")),
        retention=_retention(environment.get("CITEWELL_RETENTION", "").strip()),
        encoder=environment.get("CITEWELL_ENCODER", "").strip(),
        database=environment.get("CITEWELL_DATABASE", "").strip(),
        policy=_file(environment.get("CITEWELL_POLICY", "")),
        mode=_mode(environment.get("CITEWELL_MODE", "").strip()),
        oidc_issuer=environment.get("CITEWELL_OIDC_ISSUER", "").strip(),
        oidc_client=environment.get("CITEWELL_OIDC_CLIENT_ID", "").strip(),
        oidc_secret=environment.get("CITEWELL_OIDC_CLIENT_SECRET", "").strip(),
        oidc_provision=_yes(environment, "CITEWELL_OIDC_PROVISION"),
        site=_site(environment.get("CITEWELL_SITE", "").strip()),
        hooks=HookSettings(
            issuers=_file(environment.get("CITEWELL_HOOKS_ISSUERS", "")),
            origins=tuple(map(_origin, environment.get("CITEWELL_HOOKS_ORIGINS", "").split())),
            comments=_yes(environment, "CITEWELL_HOOKS_COMMENTS"),
        ),
    )


def _home(environment: Mapping[str, str]) -> Path:
    named = environment.get("CITEWELL_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("citewell", appauthor=False)


def _file(named: str) -> Path | None:
    return Path(named).expanduser() if named else None


def _pack_folder(part: str) -> Path:
    path = Path(part).expanduser()
    if not (path / "pack.yaml").is_file():
        raise InputError(f"CITEWELL_PACKS names {part!r}, which has no pack.yaml: name the pack's own folder")
    return path


def _yes(environment: Mapping[str, str], name: str) -> bool:
    word = environment.get(name, "no").strip()
    if word.casefold() not in {"yes", "no"}:
        raise InputError(f"{name} is yes or no, not {word[:40]!r}")
    return word.casefold() == "yes"


def _site(address: str) -> str:
    if address and not _ADDRESS.fullmatch(address):
        raise InputError(
            f"CITEWELL_SITE is the https address of the server, not {address[:80]!r}",
            hint="https://citewell.example.org",
        )
    return address.rstrip("/")


def _origin(text: str) -> str:
    """As browsers write an origin: in small letters, without a path (RFC 6454)."""
    if not _ORIGIN.fullmatch(text):
        raise InputError(
            f"CITEWELL_HOOKS_ORIGINS names origins, separated by blanks, and {text[:80]!r} is none",
            hint="https://ehr.example.org",
        )
    return text


def _mode(word: str) -> Mode:
    if word.casefold() not in {"", *Mode}:
        raise InputError(f"CITEWELL_MODE is {' or '.join(Mode)}, not {word[:40]!r}")
    return Mode(word.casefold() or Mode.PATIENT_SPECIFIC)


def _recording(word: str) -> Recording:
    known = _RECORDING.get(word.strip().casefold())
    if known is None:
        raise InputError(f"CITEWELL_RECORD is no, protected or text, not {word!r}")
    return known


def _retention(days: str) -> int | None:
    if not days:
        return None
    number = int(days) if re.fullmatch("[0-9]{1,5}", days) else 0
    if not 1 <= number <= LONGEST_RETENTION:
        raise InputError(
            f"CITEWELL_RETENTION is a number of days from 1 to {LONGEST_RETENTION}, not {days!r}"
        )
    return number
