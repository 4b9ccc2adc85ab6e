"""Content that a board approved, for tests of what is said of it afterwards."""

from citewell.engine.curating import EditorialDesk
from citewell.model.reviews import Action, Content, Subject, Version
from editorial_builders import ADA, BEN, CLEO, signer_of


def submitted(desk: EditorialDesk, subject: Subject, content: Content) -> Version:
    """Content that Ada wrote and submitted."""
    draft = desk.draft(ADA, subject, content)
    return desk.act(ADA, Action.SUBMIT, subject, seen=draft.revision)


def voted(desk: EditorialDesk, version: Version) -> Version:
    """The version after Ben and Cleo approved it."""
    for who in (BEN, CLEO):
        version = desk.act(
            who, Action.APPROVE, version.subject, seen=version.revision, sign=signer_of(who.name)
        )
    return version


def approved(desk: EditorialDesk, subject: Subject, content: Content) -> Version:
    """Content that Ada wrote, and Ben and Cleo approved."""
    return voted(desk, submitted(desk, subject, content))
