"""What has changed when an answer that is made again is not the same."""

from citewell.model.answers import Answer
from citewell.model.shelves import BY_WORDS
from citewell.storage.ledger import Entry

_BY_TIME_OR_WORDS = (
    "the same engine and packs give another text: an edition date has passed, or the vocabulary has changed"
)


def what_changed(entry: Entry, answer: Answer) -> tuple[str, ...]:
    """The engine, packs and index that are not those of the entry, in words."""
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
    return tuple(changes) or (_BY_TIME_OR_WORDS,)


def _index(fingerprint: str) -> str:
    return f"{fingerprint[:12]}{', by words alone' if fingerprint.endswith(BY_WORDS) else ''}"


def _edition(pack: tuple[str, str] | None) -> str:
    return f"{pack[0]} ({pack[1][:12]})" if pack else "absent"
