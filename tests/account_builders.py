"""Accounts for tests: a clock that is moved by hand, people with passwords, and the offices they come to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from citewell.accounts.passwords import hashed
from citewell.engine.accounts import AccountOffice
from citewell.engine.credentials import CredentialOffice
from citewell.engine.recording import recorded
from citewell.engine.signing_in import Entrance
from citewell.model.accounts import Person, Role, Scope, SignInPolicy, User
from citewell.model.reviews import AuditEvent
from citewell.storage.register import Register

HERE = "host:desk-1"
# By whose name whose password; each longer than the shortest.
PASSWORDS = {
    "ada": "tulip anvil mercy fog",
    "ben": "gravel waltz oboe nine",
    "cleo": "cobalt ferry pepper moth",
    "dora": "lantern quartz bishop hum",
    "eve": "walnut tiger mosaic flag",
    "grace": "saddle onyx comet reef",
}

POLICY = SignInPolicy()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._moment = datetime(2026, 11, 20, 9, tzinfo=UTC)

    def __call__(self) -> str:
        return self._moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def forward(self, **span: float) -> str:
        self._moment += timedelta(**span)
        return self()


@dataclass(frozen=True)
class Offices:
    """The use cases of accounts on one register, under one clock and policy."""

    register: Register
    clock: Clock
    policy: SignInPolicy = POLICY

    @property
    def entrance(self) -> Entrance:
        return Entrance(self.register, policy=self.policy, now=self.clock)

    @property
    def accounts(self) -> AccountOffice:
        return AccountOffice(self.register, policy=self.policy, now=self.clock)

    @property
    def credentials(self) -> CredentialOffice:
        return CredentialOffice(self.entrance)

    def enrolled(self, name: str, *roles: Role, by: str = "") -> Person:
        """Somebody with an account and a password, as `AccountOffice.add` leaves them; hashed once."""
        user = new_user(name, Role.READER, *roles)
        who = Person(user=user, scopes=frozenset(Scope))
        with self.register.writing() as books:
            books.accounts.add_user(user, password=kept(name))
            roles = sorted(role.value for role in user.roles)
            detail = {"display": user.display, "roles": roles, "issuer": "", "identity": ""}
            about = f"user:{name}"
            recorded(
                books, at=self.clock(), actor=by or name, action="user-added", about=about, detail=detail
            )
        return who

    def sign_in(self, name: str, password: str = "", *, origin: str = HERE) -> str:
        return self.entrance.sign_in(name, password or PASSWORDS[name], origin=origin)

    def events(self, name: str | None = None) -> tuple[AuditEvent, ...]:
        with self.register.reading() as books:
            return tuple(books.chain.events()) if name is None else books.chain.about(f"user:{name}")

    def actions(self, name: str | None = None) -> list[str]:
        return [event.action for event in self.events(name)]


@cache
def kept(name: str) -> str:
    return hashed(PASSWORDS[name])


def new_user(name: str, *roles: Role) -> User:
    return User(name=name, display=name.title(), roles=frozenset(roles))
