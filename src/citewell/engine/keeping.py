"""An answer that somebody asked to keep: put down with its words, so that its address lasts."""

from dataclasses import replace

from citewell.config import Recording, Settings
from citewell.engine.answering import Engine
from citewell.errors import Conflict, InputError, NotFound
from citewell.model.answers import Audience
from citewell.storage.ledger import Entry, Ledger, chain


def may_keep(settings: Settings) -> bool:
    """Whether anything may be kept here: where the ledger is to record nothing, nobody can ask for it."""
    return settings.record is not Recording.NO


def keep(engine: Engine, fingerprint: str, *, settings: Settings) -> None:
    """Put an answer down in the ledger, its question and facts in words, and those it follows up.

    Raises Conflict where nothing may be kept, NotFound for what was not asked, InputError for no fingerprint.
    """
    if not may_keep(settings):
        raise Conflict(
            "nothing is kept here (CITEWELL_RECORD is no)", hint="download the answer to keep it yourself"
        )
    ledger = Ledger(settings.ledger, with_text=True)
    for entry in chain(engine.past, engine.past.find(fingerprint)):
        ledger.record(_with_document(engine, entry))


def is_kept(fingerprint: str, settings: Settings) -> bool:
    """Whether the ledger has this answer with its words."""
    try:
        return not Ledger(settings.ledger).find(fingerprint).protected
    except (NotFound, InputError):
        return False


def _with_document(engine: Engine, entry: Entry) -> Entry:
    """The entry with its document; without, where what the answer rests on has changed since it was given."""
    answer = engine.answer(
        entry.question, facts=entry.facts, audience=Audience(entry.audience), after=entry.after
    )
    same = answer.provenance.fingerprint == entry.fingerprint
    return replace(entry, document=engine.document(answer) if same else "")
