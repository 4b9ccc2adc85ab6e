"""What somebody may do with accounts, by their roles and by the scopes of their credential."""

from collections.abc import Iterable

from citewell.errors import Conflict, Forbidden
from citewell.model.accounts import Person, Role, Scope, User

# Who may read what everybody did; what was done to reviewed content, everybody with an account may.
AUDITORS = frozenset({Role.CHIEF_EDITOR, Role.ADMIN})


def check_admin(person: Person, *, to: str) -> None:
    """Refuse who is no admin, or shows a credential without the scope. Raises Forbidden naming what lacks."""
    if Role.ADMIN not in person.user.roles:
        raise Forbidden(f"{to} is for the role {Role.ADMIN.value}")
    check_scope(person, Scope.ADMIN, to=to)


def check_own_or_admin(person: Person, name: str, *, to: str) -> None:
    """Refuse who would do something to another's account and is no admin. Raises Forbidden."""
    if person.name != name:
        check_admin(person, to=f"{to} of somebody else")
    check_scope(person, Scope.ADMIN, to=to)


def check_scope(person: Person, scope: Scope, *, to: str) -> None:
    """Refuse a credential without the scope. Raises Forbidden."""
    if scope not in person.scopes:
        raise Forbidden(f"{to} needs a credential with the scope {scope.value}")


def check_auditor(person: Person) -> None:
    """Refuse who may not read the whole audit trail: it tells who signed in from where. Raises Forbidden."""
    if not person.user.roles & AUDITORS:
        names = " or ".join(sorted(role.value for role in AUDITORS))
        raise Forbidden(f"the whole audit trail is for the role {names}")
    check_scope(person, Scope.READ, to="read the audit trail")


def check_an_admin_stays(users: Iterable[User]) -> None:
    """Refuse a change after which nobody could manage accounts. users: as they would be. Raises Conflict."""
    if not any(Role.ADMIN in user.roles and not user.disabled for user in users):
        raise Conflict(
            "this is the last admin: nobody could manage accounts afterwards",
            hint="grant the role to somebody else first: citewell user role NAME --grant admin",
        )
