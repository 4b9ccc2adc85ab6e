"""Reading at the desk from elsewhere than its own machine: who may, and what of a long trail at a time."""

from itertools import islice

from citewell.accounts.rights import check_scope
from citewell.editorial.subjects import subject_named
from citewell.engine.answering import Engine
from citewell.engine.articles import article
from citewell.engine.curating import Dossier, EditorialDesk
from citewell.engine.presence import present
from citewell.engine.reviewable import reviewable
from citewell.engine.sources import KnownSources
from citewell.errors import Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope
from citewell.model.reviews import AuditEvent, Content, Subject, SubjectKind

_AUDITORS = frozenset({Role.CHIEF_EDITOR, Role.ADMIN})


def check_may_read(desk: EditorialDesk, who: Person, *, to: str) -> None:
    """Refuse a credential without the scope, and an account that was disabled. Raises Forbidden."""
    check_scope(who, Scope.READ, to=to)
    with desk.register.reading() as books:
        present(books, who)


def dossier(desk: EditorialDesk, who: Person, subject: Subject, n: int | None = None) -> Dossier:
    """A version, by default the newest, with all that was said and done. Raises Forbidden, NotFound."""
    check_may_read(desk, who, to="read what is reviewed")
    return desk.dossier(subject, n)


def events(
    desk: EditorialDesk,
    who: Person,
    *,
    subject: str = "",
    actor: str = "",
    since: str = "",
    after: int = 0,
    most: int,
) -> tuple[AuditEvent, ...]:
    """The events with greater numbers than `after`, in order, at most so many.

    subject, actor, since: as of `auditing.listed`. What was done to reviewed content is for everybody with an
    account, the whole trail (accounts, signing in) for chief editors and admins. Raises Forbidden;
    InputError for a subject of another form.
    """
    with desk.register.reading() as books:
        if subject:
            subject = str(subject_named(subject))
        elif not present(books, who).user.roles & _AUDITORS:
            roles = " or ".join(sorted(_AUDITORS))
            raise Forbidden(f"the whole audit trail is for the role {roles}", hint="name a subject")
        check_scope(who, Scope.READ, to="read the audit trail")
        present(books, who)
        found = books.chain.events(after=after, subject=subject, actor=actor, since=since)
        return tuple(islice(found, most))


def content_of_now(engine: Engine, subject: Subject, *, question: str = "") -> Content:
    """What a subject says now: by the packs' files, or an article by the answer to its question.

    Raises NotFound; InputError for an article without a question, a question for what is made of files, and
    as `articles.article`.
    """
    if subject.kind is SubjectKind.ARTICLE:
        if not question:
            raise InputError("an article is made of a question")
        return article(engine, question)
    if question:
        raise InputError(f"{subject} is made of files, not of a question")
    library = engine.shelf.library if engine.shelf else None
    return reviewable(subject, engine.catalogs, known=KnownSources(library=library))
