"""Which declared interest is in what a version is about, and when it was in force."""

from unicodedata import normalize

from citewell.model.reviews import ConflictOfInterest, Version


def bars(conflict: ConflictOfInterest, version: Version) -> bool:
    """Whether a declared interest that has not ended is in what the version is about."""
    return not conflict.ended and concerns(conflict, version)


def was_in_force(conflict: ConflictOfInterest, person: str, *, at: str) -> bool:
    """Whether a person's interest had not ended at a time.

    At one time (a clock that was set back stands still) either may have come first: it was in force then.
    """
    return conflict.person == person and (not conflict.ended or conflict.ended >= at)


def concerns(conflict: ConflictOfInterest, version: Version) -> bool:
    """Whether an interest, ended or not, is in one of the version's topics or in its subject."""
    about = {known_by(topic) for topic in (*version.topics, str(version.subject), version.subject.name)}
    return known_by(conflict.topic) in about


def known_by(topic: str) -> str:
    """A topic however it is typed: its case, its space, how its letters are composed (Unicode, NFKC)."""
    return " ".join(normalize("NFKC", topic).casefold().split())
