"""A recorded answer made again: what was asked, and what has changed when the answer is not the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from citewell.errors import InputError
from citewell.model.answers import Answer
from citewell.model.shelves import BY_WORDS
from citewell.storage.ledger import Entry, document_digest, protected, request_digest

_BY_TIME_OR_WORDS = (
    "the same engine and packs give another text: an edition date has passed, or the vocabulary has changed"
)
_BY_WHAT_IS_NOT_KEPT = (
    "the same engine and packs give another text: an edition date has passed, the vocabulary has changed, or "
    "the review status, which this entry does not keep"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A recorded answer, made again. `changes` says what differs when it is not the same."""

    answer: Answer
    same: bool
    changes: tuple[str, ...]


def entry_of(answer: Answer, facts: Mapping[str, str]) -> Entry:
    """An answer's request as it is put down, without the document."""
    made = answer.provenance
    return Entry(
        fingerprint=made.fingerprint,
        question=answer.question,
        facts=dict(facts),
        audience=answer.audience.value,
        engine=made.engine,
        packs={pack_id: (version, digest) for pack_id, version, digest in made.packs},
        index=made.index,
        after=answer.after,
        review=_reviewed_as(answer),
    )


def asked(entry: Entry, question: str, facts: Mapping[str, str]) -> Entry:
    """The entry with what was asked: as kept, or as given again, which must be the very same.

    question: "" where it is not given again. Raises InputError where it was not kept either, and for other
    words or facts than were asked.
    """
    if not question and entry.protected:
        raise InputError(
            "the question of this answer was not kept: give it again",
            hint="--question with its words, and --fact with each fact that was given with it",
        )
    if not question:
        return entry
    told = replace(entry, question=question, facts=dict(facts))
    if request_digest(told) != (entry.request or request_digest(entry)):
        raise InputError(
            "these are not the words and facts that were asked",
            hint="they count to the letter: the question as typed, and the facts given beside it, no others",
        )
    return told


def replay_of(entry: Entry, answer: Answer, document: str) -> Replay:
    """An entry beside the answer that was made again, and its document, compared byte for byte."""
    same = document_digest(document) == protected(entry).answer
    return Replay(answer=answer, same=same, changes=() if same else what_changed(entry, answer))


def what_changed(entry: Entry, answer: Answer) -> tuple[str, ...]:
    """The engine, packs, index and review that are not those of the entry, in words."""
    changes = []
    if entry.engine != answer.provenance.engine:
        changes.append(f"engine {entry.engine} is now {answer.provenance.engine}")
    now = {pack_id: (version, digest) for pack_id, version, digest in answer.provenance.packs}
    for pack_id in sorted({*entry.packs, *now}):
        before, after = entry.packs.get(pack_id), now.get(pack_id)
        if before != after:
            changes.append(f"pack {pack_id}: {_edition(before)} is now {_edition(after)}")
    if entry.index != answer.provenance.index:
        changes.append(f"library index {_index(entry.index)} is now {_index(answer.provenance.index)}")
    if entry.review and entry.review != _reviewed_as(answer):
        changes.append(f"the review status was {entry.review}, is now {_reviewed_as(answer)}")
    return tuple(changes) or (_BY_TIME_OR_WORDS if entry.review else _BY_WHAT_IS_NOT_KEPT,)


def _reviewed_as(answer: Answer) -> str:
    """Where an answer stands with its reviewers, in words that change when its standing does."""
    standing = answer.review
    if standing is None:
        return answer.status
    by = f" by {', '.join(standing.by)}" if standing.by else ""
    return f"{standing.status.value} since {standing.since}{by} (version {standing.version})"


def _index(fingerprint: str) -> str:
    return f"{fingerprint[:12]}{', by words alone' if fingerprint.endswith(BY_WORDS) else ''}"


def _edition(pack: tuple[str, str] | None) -> str:
    return f"{pack[0]} ({pack[1][:12]})" if pack else "absent"
