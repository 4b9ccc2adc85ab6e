"""What a dossier says of itself: where it stands, what changes were asked for, what an approval takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from citewell.editorial.discussion import OPEN
from citewell.editorial.telling import told
from citewell.model.reviews import Action, Status
from citewell.model.sources import SourceStatus
from citewell.model.standing import Standing

if TYPE_CHECKING:
    from citewell.engine.curating import Dossier

_WRITTEN = frozenset({Action.DRAFT.value, Action.EDIT.value})
_WITH_AUTHORS = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
_IN_FORCE = frozenset({SourceStatus.CURRENT.value, SourceStatus.NOT_ESTABLISHED.value, "", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something looked at before an approval. required: the policy demands it; the rest is for judgement."""

    text: str
    done: bool
    required: bool = False
    notes: tuple[str, ...] = ()


def standing_of(dossier: "Dossier") -> Standing:
    """Where the version stands, as readers of answers are shown it."""
    version = dossier.version
    approved = version.status is Status.APPROVED
    return Standing(
        subject=str(version.subject),
        version=version.n,
        status=version.status,
        since=_since(dossier)[:10],
        updated=max((e.at for e in dossier.events if e.action in _WRITTEN), default=version.made)[:10],
        by=dossier.approvals if approved else (),
        expires=version.expires[:10] if approved else "",
    )


def requests(dossier: "Dossier") -> tuple[str, ...]:
    """Who asked for changes, when and why, the last one last."""
    asked = (event for event in dossier.events if event.action == Action.REQUEST_CHANGES)
    return tuple(told(event) for event in asked)


def checklist(dossier: "Dossier") -> tuple[Check, ...]:
    """What an approval takes by the policy, and what its reviewers want to have looked at."""
    return tuple(_checks(dossier))


def _checks(dossier: "Dossier") -> Iterator[Check]:
    version = dossier.version
    handed_in = version.status not in _WITH_AUTHORS
    asked = requests(dossier)[-1:] if version.status is Status.CHANGES_REQUESTED else ()
    yield Check(text="Handed in by an author", done=handed_in, required=True, notes=asked)
    votes = f"{len(dossier.approvals)} of {dossier.quorum} approvals"
    enough = len(dossier.approvals) >= dossier.quorum
    yield Check(text=votes, done=enough, required=True, notes=dossier.approvals)
    remarks = [each for each in dossier.comments if each.state == OPEN]
    suggestions = [each for each in remarks if each.suggested is not None]
    yield _none_of(len(suggestions), "open suggestion")
    yield _none_of(len(remarks) - len(suggestions), "open comment")
    fell = tuple(
        f"{each.title}: {each.status}" for each in dossier.content.sources if each.status not in _IN_FORCE
    )
    cited = len(dossier.content.sources)
    yield Check(text=f"{cited - len(fell)} of {cited} cited sources in force", done=not fell, notes=fell)
    tasks = tuple(each.text for each in dossier.tasks if each.version == version.n)
    yield Check(text=f"{len(tasks) or 'No'} open task{'s' * (len(tasks) != 1)}", done=not tasks, notes=tasks)


def _none_of(number: int, what: str) -> Check:
    return Check(text=f"{number or 'No'} {what}{'s' * (number != 1)}", done=not number)


def _since(dossier: "Dossier") -> str:
    """When it came to its status, and stayed."""
    status = dossier.version.status.value
    stayed = list(takewhile(lambda event: event.status == status, reversed(dossier.events)))
    return stayed[-1].at if stayed else dossier.version.changed
