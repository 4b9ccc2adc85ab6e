"""Whatever reviewed content rests on is looked at again: what was retracted, superseded, changed or is gone.

An approved version then falls back under review; for one that is being reviewed, its reviewers are told. Both
are an event that names what was seen, and a task. What was seen once of a version is known of it: whoever
approves it after that does so knowingly, and it is not held up again for the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from textwrap import shorten

from citewell.config import Settings
from citewell.editorial.audit import detail_of
from citewell.editorial.contents import content_of
from citewell.engine.curating import EditorialDesk
from citewell.engine.desk import has_register, open_register
from citewell.engine.policies import policies
from citewell.engine.recording import recorded, timely
from citewell.engine.sources import GONE, LIBRARY, KnownSources, known_sources
from citewell.errors import Conflict
from citewell.model.reviews import SYSTEM, CitedSource, Status, Task, TaskKind, Version
from citewell.model.sources import SourceStatus
from citewell.storage.register import Books

_WATCHED = frozenset({Status.APPROVED, Status.SUBMITTED, Status.UNDER_REVIEW})
_FALLEN = frozenset(status.value for status in SourceStatus if status.fallen)
_MOST_TOLD = 5
_LONGEST = 240
# Under this name an event keeps what was seen: marks, by source.
_SEEN = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was seen of one source. marks: by which it is known again; words: what happened, for people."""

    source: CitedSource
    marks: tuple[str, ...]
    words: str
    fell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A version of whose sources something was seen for the first time.

    version: as it is after that. reason: which sources, and what happened to each, in words.
    """

    version: Version
    kind: TaskKind
    reason: str
    demoted: bool


def watch(desk: EditorialDesk, known: KnownSources) -> tuple[Finding, ...]:
    """Compare what versions rest on with what is known now; the versions about which something is new.

    What was found is put down; a second run finds nothing. One that others decide on meanwhile is left to the
    next run.
    """
    desk.expire()
    with desk.register.reading() as books:
        versions = books.reviews.versions(statuses=_WATCHED)
        seen = [(version, tuple(_news(books, version, known))) for version in versions]
    found: list[Finding] = []
    for version, sights in seen:
        with suppress(Conflict):
            found += [_put_down(desk, version, sights)] if sights else []
    return tuple(found)


def watched(settings: Settings, *, now: Callable[[], str]) -> tuple[Finding, ...]:
    """Look at the sources again by the packs and the library of these settings, as `watch` does.

    Where no register was made yet there is nothing to look at, and none is made. now: gives the time as the
    register keeps times. Raises as `open_register`, `policies` and `load_pack` do.
    """
    if not has_register(settings):
        return ()
    policy = policies(settings).editorial
    with closing(open_register(settings)) as register, known_sources(settings) as known:
        return watch(EditorialDesk(register, policy=policy, now=now), known)


def sights_of(
    sources: Iterable[CitedSource], known: KnownSources, *, seen: Mapping[str, Iterable[str]]
) -> Iterator[Sight]:
    """What happened to sources since they were put down. seen: the marks of what is known, by source."""
    for source in sources:
        told = _marks(source, known.now(source))
        new = {mark: words for mark, words in told.items() if mark not in set(seen.get(_name(source), ()))}
        if new:
            yield Sight(
                source=source,
                marks=tuple(new),
                words="; ".join(dict.fromkeys(new.values())),
                fell=any(mark in _FALLEN for mark in new),
            )


def _marks(before: CitedSource, now: CitedSource) -> dict[str, str]:
    """What tells the two apart: marks by which it is known again, each in words.

    A source that stands again is no reason to doubt what rested on it when it had fallen.
    """
    if now.status == GONE:
        where = "the library" if before.origin == LIBRARY else f"the pack {before.origin}"
        return {GONE: f"is no longer in {where}"}
    marks: dict[str, str] = {}
    if now.status != before.status and before.status not in _FALLEN - {now.status}:
        marks[now.status] = f"is {now.status} now"
    if now.digest != before.digest:
        newer = "a newer version was ingested" if before.origin == LIBRARY else "its findings were edited"
        marks[f"says {now.digest}"] = newer
    notices = (notice for notice in now.notices if notice not in before.notices)
    return marks | {f"notice {notice}": notice for notice in notices}


def _news(books: Books, version: Version, known: KnownSources) -> Iterator[Sight]:
    content = content_of(books.reviews.content(version.content))
    return sights_of(content.sources, known, seen=_seen(books, version))


def _seen(books: Books, version: Version) -> dict[str, set[str]]:
    """What was seen of a version's sources before, as its events tell."""
    seen: dict[str, set[str]] = {}
    for event in books.chain.about(str(version.subject), version.n):
        for source, marks in detail_of(event).get(_SEEN, {}).items():
            seen.setdefault(source, set()).update(marks)
    return seen


def _put_down(desk: EditorialDesk, version: Version, sights: tuple[Sight, ...]) -> Finding:
    """Put down what was seen of a version. Raises Conflict where it is no longer as it was looked at."""
    found = Finding(
        version=version,
        kind=TaskKind.SOURCE_FELL if any(sight.fell for sight in sights) else TaskKind.SOURCE_CHANGED,
        reason=_reason(sights),
        demoted=version.status is Status.APPROVED,
    )
    marks = {_name(sight.source): sight.marks for sight in sights}
    if not found.demoted:
        _tell_reviewers(desk, found, marks)
        return found
    return replace(found, version=desk.demote(version, found.kind, found.reason, detail={_SEEN: marks}))


def _tell_reviewers(desk: EditorialDesk, found: Finding, marks: Mapping[str, Iterable[str]]) -> None:
    version = found.version
    with desk.register.writing() as books:
        seen = _seen(books, version)
        told = all(seen.get(source, set()).issuperset(new) for source, new in marks.items())
        if told or books.reviews.version(version.subject, version.n) != version:
            raise Conflict(f"{version.subject} version {version.n} was looked at or changed meanwhile")
        at, text = timely(books, desk.now()), found.reason
        detail, action = {_SEEN: marks}, found.kind.value
        recorded(books, at=at, actor=SYSTEM, action=action, about=version, reason=text, detail=detail)
        books.reviews.add_task(
            Task(id=0, kind=found.kind, subject=version.subject, version=version.n, text=text, opened=at)
        )


def _reason(sights: tuple[Sight, ...]) -> str:
    """Which sources, and what happened to each; what fell comes first."""
    in_order = sorted(sights, key=lambda sight: not sight.fell)
    told = [f"{_called(sight.source)} {_line(sight.words)}" for sight in in_order[:_MOST_TOLD]]
    rest = len(sights) - len(told)
    return "; ".join(told) + (f"; and {rest} more" if rest else "")


def _called(source: CitedSource) -> str:
    return f"{source.id} ({_line(source.title)})"


def _line(text: str) -> str:
    """Words of others on one line of bounded length, without what cannot be seen."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return shorten(plain, _LONGEST, placeholder=" …")


def _name(source: CitedSource) -> str:
    return f"{source.origin} {source.id}"
