"""Whatever people do to accounts, in whatever order: what may happen happens, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from account_builders import Clock, Offices
from citewell.engine.auditing import verified
from citewell.errors import CitewellError, Conflict, Forbidden
from citewell.model.accounts import Person, Role, Scope, User
from citewell.storage.register import Register

NAMES = ("ada", "ben", "cleo")


@dataclass(frozen=True)
class Act:
    """An act of somebody on an account, what it leaves of it, and when it is no change at all."""

    name: str
    after: Callable[[User, Role], User]
    needs_role: bool = False


ACTS = (
    Act("grant", lambda user, role: replace(user, roles=user.roles | {role}), needs_role=True),
    Act("take", lambda user, role: replace(user, roles=user.roles - {role}), needs_role=True),
    Act("disable", lambda user, role: replace(user, disabled=True)),
    Act("enable", lambda user, role: replace(user, disabled=False)),
)
STEP = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([Scope.ADMIN, Scope.ADMIN, Scope.REVIEW]),
    st.sampled_from(ACTS),
    st.sampled_from(NAMES),
    st.sampled_from([Role.ADMIN, Role.ADMIN, Role.REVIEWER, Role.READER]),
)


@pytest.fixture
def offices(register: Register) -> Offices:
    made = Offices(register, Clock())
    for name in NAMES:
        made.enrolled(name, Role.ADMIN)
    return made


def users_of(offices: Offices) -> dict[str, User]:
    with offices.register.reading() as books:
        return {user.name: user for user in books.accounts.users()}


def expected(
    users: dict[str, User], who: Person, act: Act, name: str, role: Role
) -> User | type[CitewellError]:
    """What the act leaves of the account, or how it is refused, by the rules as the manual tells them."""
    actor = users[who.name]
    if actor.disabled or Role.ADMIN not in actor.roles or Scope.ADMIN not in who.scopes:
        return Forbidden
    after = act.after(users[name], role)
    admins = [u for u in ({**users, name: after}).values() if Role.ADMIN in u.roles and not u.disabled]
    return after if after != users[name] and admins else Conflict


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12))
def test_only_admins_change_accounts_and_one_of_them_always_stays(offices, steps):
    for actor, scope, act, name, role in steps:
        users = users_of(offices)
        who = Person(user=users[actor], scopes=frozenset({scope}))
        wanted = expected(users, who, act, name, role)
        arguments = (name, role) if act.needs_role else (name,)
        if isinstance(wanted, User):
            assert getattr(offices.accounts, act.name)(who, *arguments) == wanted
            assert users_of(offices) == {**users, name: wanted}
        else:
            with pytest.raises(wanted):
                getattr(offices.accounts, act.name)(who, *arguments)
            assert users_of(offices) == users
    assert any(Role.ADMIN in user.roles and not user.disabled for user in users_of(offices).values())
    assert verified(offices.register) == ()
