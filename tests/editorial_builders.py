"""People, content and a desk for the tests of the editorial desk, built by hand."""

from collections.abc import Callable, Sequence

from citewell.editorial.audit import KEY_REGISTERED
from citewell.engine.curating import EditorialDesk
from citewell.engine.recording import recorded
from citewell.model.accounts import Person, Role, Scope, SigningKey, User
from citewell.model.credentials import SealedKey
from citewell.model.reviews import CitedSource, Content, Part, Policy, Subject, SubjectKind
from citewell.storage.register import Register
from citewell.text.moments import days_after

START = "2026-11-21T09:00:00.000000Z"
ARTICLE = Subject(SubjectKind.ARTICLE, "wrist-splints")
POLICY = Policy(digest="0" * 64, high_risk=("opioids",))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: str = START) -> None:
        self.at = at

    def __call__(self) -> str:
        return self.at

    def forward(self, *, days: int) -> None:
        self.at = days_after(self.at, days)


def person(name: str, *roles: Role, scopes: frozenset[Scope] = frozenset(Scope)) -> Person:
    user = User(name=name, display=name.title(), roles=frozenset({Role.READER, *roles}), made=START)
    return Person(user=user, scopes=scopes)


ADA = person("ada", Role.AUTHOR)
BEN = person("ben", Role.REVIEWER)
CLEO = person("cleo", Role.REVIEWER)
DORA = person("dora", Role.CHIEF_EDITOR)
EVERYBODY = (ADA, BEN, CLEO, DORA)


def content(text: str = "Splint the wrist at night.", *, topics: tuple[str, ...] = ("wrist",)) -> Content:
    return Content(
        title="Wrist splints",
        topics=topics,
        parts=(Part(anchor="claim:1", title="Splints", fields=(("clinician", text), ("grade", "B"))),),
        sources=(CitedSource(id="s1", origin="library", title="A study", status="current", digest="a" * 64),),
    )


def desk_on(
    register: Register,
    *,
    policy: Policy = POLICY,
    now: Callable[[], str] | None = None,
    people: Sequence[Person] = EVERYBODY,
) -> EditorialDesk:
    """A desk with the accounts of these people, each with a key that signs."""
    with register.writing() as books:
        for each in people:
            books.accounts.add_user(each.user, password="")
            about = f"user:{each.name}"
            told = {
                "display": each.user.display,
                "roles": sorted(role.value for role in each.user.roles),
            }
            recorded(books, at=START, actor="dora", action="user-added", about=about, detail=told)
            key = SigningKey(id=0, user=each.name, public=signer_of(each.name).public, made=START)
            books.accounts.add_key(SealedKey(key=key, sealed=""))
            detail = {"public": key.public}
            recorded(books, at=START, actor=each.name, action=KEY_REGISTERED, about=about, detail=detail)
    return EditorialDesk(register, policy=policy, now=now or Clock())


class KeyOf:
    """An Ed25519 key that is the same for the same name, to sign with in tests."""

    def __init__(self, name: str) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))
        self.public = self._key.public_key().public_bytes_raw().hex()

    def __call__(self, message: bytes) -> str:
        return self._key.sign(message).hex()


def signer_of(name: str) -> KeyOf:
    return KeyOf(name)


def verifies(public: str, message: bytes, signature: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
