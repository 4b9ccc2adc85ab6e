"""The desk under whatever anybody does, on both databases: nothing is approved that two others did not sign.

Hypothesis drives real registers; what must hold is worked out by `desk_machine.Model` from the events alone.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import create_engine

from citewell.editorial.contents import content_of, digest_of
from citewell.engine.accounts import AccountOffice
from citewell.engine.auditing import verified
from citewell.engine.curating import EditorialDesk
from citewell.engine.discussing import comment, suggest
from citewell.engine.interests import declare, end_interest
from citewell.errors import Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Person, Role, Scope, SignInPolicy
from citewell.model.reviews import (
    Action,
    AuditEvent,
    Content,
    Policy,
    Subject,
    SubjectKind,
    TaskKind,
    Version,
)
from citewell.storage.register import Register
from databases import BACKENDS, database
from desk_machine import Copies, Model, state_of
from editorial_builders import Clock, content, desk_on, person, signer_of

ADMIN = person("zoe", Role.ADMIN, Role.CHIEF_EDITOR)
PEOPLE = (
    person("ada", Role.AUTHOR),
    person("abe", Role.AUTHOR, Role.REVIEWER),
    person("ben", Role.REVIEWER),
    person("cleo", Role.REVIEWER),
    person("dora", Role.CHIEF_EDITOR, Role.AUTHOR),
    ADMIN,
)
SUBJECTS = (
    Subject(SubjectKind.ARTICLE, "wrist-splints"),
    Subject(SubjectKind.PACK, "wrist"),
    Subject(SubjectKind.RECOMMENDATION, "wrist/splint-at-night"),
)
CONTENTS = tuple(
    content(text, topics=topics)
    for text in ("Splint it.", "Do not splint it.", "Splint it at night.")
    for topics in (("wrist",), ("wrist", "opioids"))
)
ACTS = tuple(action for action in Action if action not in {Action.DRAFT, Action.EDIT})
ROLES = (Role.AUTHOR, Role.REVIEWER, Role.CHIEF_EDITOR)
people = st.sampled_from(PEOPLE)
authors = st.sampled_from(tuple(each for each in PEOPLE if Role.AUTHOR in each.user.roles))
chiefs = st.sampled_from(tuple(each for each in PEOPLE if Role.CHIEF_EDITOR in each.user.roles))
subjects = st.sampled_from(SUBJECTS)
contents = st.sampled_from(CONTENTS)
newest_or = st.one_of(st.none(), st.integers(1, 3))
# Mostly what was read is what is there.
behind = st.sampled_from((0, 0, 0, 0, 0, 1, -1))
scopes = st.sampled_from((frozenset(Scope),) * 6 + tuple(frozenset(Scope) - {scope} for scope in Scope))


class DeskMachine(RuleBasedStateMachine):
    """Anybody tries anything. Whatever is refused changes nothing."""

    copies: Copies
    reached: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.clock = Clock()
        url = self.copies()
        self.register, self.engine = Register.open(url), create_engine(url)
        self.desk = EditorialDesk(self.register, policy=POLICY, now=self.clock)
        self.office = AccountOffice(self.register, policy=SignInPolicy(), now=self.clock)
        self.model = Model({digest_of(each): each.topics for each in CONTENTS}, quorum=2)
        self.seen = 0
        self.events()

    @rule(who=people, subject=subjects, says=contents, scopes=scopes)
    def draft(self, who: Person, subject: Subject, says: Content, scopes: frozenset[Scope]) -> None:
        with self.refusable():
            self.desk.draft(Person(user=who.user, scopes=scopes), subject, says)

    @rule(who=people, subject=subjects, says=contents, n=newest_or, behind=behind)
    def edit(self, who: Person, subject: Subject, says: Content, n: int | None, behind: int) -> None:
        with self.refusable():
            seen = self.version(subject, n).revision - behind
            self.desk.edit(who, subject, says, seen=seen, n=n)

    @rule(
        who=people,
        subject=subjects,
        action=st.sampled_from(ACTS),
        n=newest_or,
        behind=behind,
        reason=st.sampled_from(("", " ", "A reason.")),
        signs=st.sampled_from((None, "ben", "themselves", "themselves")),
        scopes=scopes,
    )
    def act(
        self,
        who: Person,
        subject: Subject,
        action: Action,
        n: int | None,
        behind: int,
        reason: str,
        signs: str | None,
        scopes: frozenset[Scope],
    ) -> None:
        sign = None if signs is None else signer_of(who.name if signs == "themselves" else signs)
        if action in {Action.COMMENT, Action.SUGGEST, Action.RESOLVE}:
            return
        with self.refusable():
            seen = self.version(subject, n).revision - behind
            someone = Person(user=who.user, scopes=scopes)
            self.desk.act(someone, action, subject, seen=seen, n=n, reason=reason, sign=sign)

    @rule(subject=subjects, author=authors, says=contents)
    def submit_anew(self, subject: Subject, author: Person, says: Content) -> None:
        """What a board does day by day, so that votes are often on what was just submitted."""
        with self.refusable():
            version = self.desk.draft(author, subject, says)
        with self.refusable():
            version = self.version(subject)
            self.desk.act(author, Action.SUBMIT, subject, seen=version.revision)

    @rule(subject=subjects, voters=st.lists(people, min_size=2, max_size=6, unique=True))
    def vote(self, subject: Subject, voters: list[Person]) -> None:
        for who in voters:
            with self.refusable():
                seen = self.version(subject).revision
                self.desk.act(who, Action.APPROVE, subject, seen=seen, sign=signer_of(who.name))

    @rule(subject=subjects, kind=st.sampled_from(TaskKind))
    def demote(self, subject: Subject, kind: TaskKind) -> None:
        """The version that is approved, where there is one; else the newest, in vain."""
        status = self.model.status.items()
        n = next((n for (of, n), told in status if (of, told) == (str(subject), "approved")), None)
        with self.refusable():
            self.desk.demote(self.version(subject, n), kind, "A source fell.")

    @rule(subject=subjects, who=people, suggested=st.sampled_from((None, "Splint it.", "Do not splint it.")))
    def comment(self, subject: Subject, who: Person, suggested: str | None) -> None:
        """Words, or a suggestion that another draft may come to say: whoever made it has then written it."""
        with self.refusable():
            if suggested is None:
                comment(self.desk, who, subject, "Which wrist?")
                return
            with self.register.reading() as books:
                version = books.reviews.version(subject)
                said = content_of(books.reviews.content(version.content)).parts[0].fields[0][1]
            suggest(
                self.desk,
                who,
                subject,
                suggested,
                anchor="claim:1",
                field="clinician",
                said=said,
                n=version.n,
            )

    @rule(subject=subjects, n=newest_or, who=chiefs)
    def retire(self, subject: Subject, n: int | None, who: Person) -> None:
        with self.refusable():
            seen = self.version(subject, n).revision
            self.desk.act(who, Action.RETIRE, subject, seen=seen, n=n, reason="Of no use.")

    @rule(subject=subjects, n=newest_or, who=chiefs)
    def reopen(self, subject: Subject, n: int | None, who: Person) -> None:
        with self.refusable():
            seen = self.version(subject, n).revision
            self.desk.act(who, Action.REOPEN, subject, seen=seen, n=n, reason="An error was reported.")

    @rule(days=st.sampled_from((0, 1, 200, 400, 800, -30)))
    def move_the_clock(self, days: int) -> None:
        self.clock.forward(days=days)

    @rule(days=st.sampled_from((0, 800)))
    def expire(self, days: int) -> None:
        self.clock.forward(days=days)
        self.desk.expire()

    @rule(who=people, topic=st.sampled_from(("Wrist", "opioids", "wrist-splints", "pack:wrist", "knee")))
    def declare(self, who: Person, topic: str) -> None:
        with self.refusable():
            declare(self.desk, who, topic, "Shares.")

    @rule(who=people, number=st.integers(1, 6))
    def end_interest(self, who: Person, number: int) -> None:
        with self.refusable():
            end_interest(self.desk, who, number, reason="Sold.")

    @rule(who=people, role=st.sampled_from(ROLES))
    def change_roles(self, who: Person, role: Role) -> None:
        with self.refusable():
            try:
                self.office.grant(ADMIN, who.name, role)
            except Conflict:
                self.office.take(ADMIN, who.name, role)

    @rule(who=people)
    def disable_or_enable(self, who: Person) -> None:
        with self.refusable():
            try:
                self.office.enable(ADMIN, who.name)
            except Conflict:
                self.office.disable(ADMIN, who.name)

    def events(self) -> list[AuditEvent]:
        """The events since this was asked last; the model has taken them in."""
        with self.register.reading() as books:
            new = list(books.chain.events(after=self.seen))
        for event in new:
            self.model.take(event)
        if self.seen:
            self.reached.update(word for event in new for word in (event.action, event.status))
        self.seen += len(new)
        return new

    def version(self, subject: Subject, n: int | None = None) -> Version:
        with self.register.reading() as books:
            return books.reviews.version(subject, n)

    @contextmanager
    def refusable(self) -> Iterator[None]:
        """What is refused changes nothing, and leaves an event only when it is forbidden."""
        self.events()
        before = state_of(self.engine)
        refusal = None
        try:
            yield
        except (Forbidden, NotFound, Conflict, InputError) as error:
            refusal = error
        if refusal:
            assert state_of(self.engine) == before
            new = [event.action for event in self.events()]
            assert new == (["refused"] if isinstance(refusal, Forbidden) else []), refusal

    @invariant()
    def what_the_events_tell_is_lawful_and_is_what_the_tables_hold(self) -> None:
        self.events()
        approved = [subject for (subject, _), status in self.model.status.items() if status == "approved"]
        assert len(approved) == len(set(approved))
        assert verified(self.register) == ()
        with self.register.reading() as books:
            kept = {(str(v.subject), v.n): v.status.value for v in books.reviews.versions()}
        assert kept == self.model.status

    def teardown(self) -> None:
        if hasattr(self, "register"):
            self.register.close()
            self.engine.dispose()


POLICY = Policy(digest="0" * 64, high_risk=("opioids",))


def begun(desk: EditorialDesk) -> None:
    """Where each run begins: of one subject a version approved and another under review, of one a draft."""
    ada, _, *voters = PEOPLE
    for says in CONTENTS[0], CONTENTS[3]:
        draft = desk.draft(ada, SUBJECTS[0], says)
        version = desk.act(ada, Action.SUBMIT, SUBJECTS[0], seen=draft.revision)
        for who in voters[:2] if says == CONTENTS[0] else voters[:1]:
            sign = signer_of(who.name)
            version = desk.act(who, Action.APPROVE, SUBJECTS[0], seen=version.revision, sign=sign)
    desk.draft(ada, SUBJECTS[1], CONTENTS[1])


@pytest.fixture(params=BACKENDS)
def copies(request: pytest.FixtureRequest, databases_folder: Path) -> Iterator[Copies]:
    with database(request.param, databases_folder) as url:
        register = Register.open(url)
        begun(desk_on(register, people=PEOPLE))
        register.close()
        yield Copies(url)


def test_nothing_is_approved_without_quorum_and_independence(copies: Copies) -> None:
    machine = type("Machine", (DeskMachine,), {"copies": copies, "reached": Counter()})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=25 if copies.url.get_backend_name() == "postgresql" else 50,
            stateful_step_count=30,
            deadline=None,
            # The same runs each time: what they reached once, they reach again.
            derandomize=True,
            database=None,
            # A run of thirty acts is read as it is sooner than made shorter: each try is a database.
            phases=(Phase.generate,),
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    # A machine that never came this far would have proven nothing.
    assert machine.reached.keys() >= {"approved", "superseded", "retired", "demote", "expire", "refused"}
