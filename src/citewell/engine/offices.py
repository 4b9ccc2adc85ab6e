"""The offices of one open register under the policies in force: where people sign in, and what they do."""

from collections.abc import Callable
from dataclasses import dataclass

from citewell.engine.accounts import AccountOffice
from citewell.engine.credentials import CredentialOffice
from citewell.engine.curating import EditorialDesk
from citewell.engine.inspecting import AuditOffice
from citewell.engine.policies import Policies
from citewell.engine.signing_in import Entrance
from citewell.storage.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """A register at work. now: gives the present time as the register keeps times (`text.moments`)."""

    register: Register
    policies: Policies
    now: Callable[[], str]

    @property
    def entrance(self) -> Entrance:
        """Where people sign in."""
        return Entrance(self.register, policy=self.policies.sign_in, now=self.now)

    @property
    def accounts(self) -> AccountOffice:
        """Where admins manage accounts."""
        return AccountOffice(self.register, policy=self.policies.sign_in, now=self.now)

    @property
    def credentials(self) -> CredentialOffice:
        """Where people manage their own credentials."""
        return CredentialOffice(self.entrance)

    @property
    def audits(self) -> AuditOffice:
        """Where the audit trail is read."""
        return AuditOffice(self.register, now=self.now)

    @property
    def desk(self) -> EditorialDesk:
        """Where content is reviewed."""
        return EditorialDesk(self.register, policy=self.policies.editorial, now=self.now)
