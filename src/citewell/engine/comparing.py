"""What a version said, and says: by its number, and as it was at the revision that somebody read."""

from citewell.editorial.contents import content_of
from citewell.engine.curating import EditorialDesk
from citewell.errors import InputError, NotFound
from citewell.model.reviews import Content, Subject, Version
from citewell.storage.register import Books


def said_by(desk: EditorialDesk, subject: Subject, n: int | None = None) -> tuple[Version, Content]:
    """A version, the newest without a number, and what it says. Raises NotFound."""
    with desk.register.reading() as books:
        version = books.reviews.version(subject, n)
        return version, content_of(books.reviews.content(version.content))


def versions_of(desk: EditorialDesk, subject: Subject) -> tuple[Version, ...]:
    """Every version of a subject, the first one first; none where it never was on the desk."""
    with desk.register.reading() as books:
        return books.reviews.versions(subject=subject)


def before(desk: EditorialDesk, version: Version) -> tuple[Version, Content] | None:
    """The version that was approved last before this one, else the one before it; None for the first."""
    with desk.register.reading() as books:
        earlier = [each for each in books.reviews.versions(subject=version.subject) if each.n < version.n]
        if not earlier:
            return None
        found = max(earlier, key=lambda each: (bool(each.approved), each.n))
        return found, content_of(books.reviews.content(found.content))


def as_read(desk: EditorialDesk, version: Version, revision: int) -> Content:
    """What a version said at a revision. Raises InputError for a revision it never had."""
    with desk.register.reading() as books:
        digest = _digest_at(books, version, revision)
        if digest is None:
            raise InputError(
                f"{version.subject} version {version.n} has the revisions 1 to {version.revision}, "
                f"not {revision}"
            )
        try:
            return content_of(books.reviews.content(digest))
        except NotFound as error:
            raise InputError(f"what revision {revision} said is not kept") from error


def _digest_at(books: Books, version: Version, revision: int) -> str | None:
    events = books.chain.about(str(version.subject), version.n)
    at = [event.content for event in events if event.revision == revision and event.content]
    return at[-1] if at else None
