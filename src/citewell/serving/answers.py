"""Answers as a server gives them: each made once, kept while what it rests on stays as it is, found again."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from msgspec import msgpack

from citewell.errors import NotFound
from citewell.model.answers import Answer, Audience
from citewell.serving.engines import EngineRoom
from citewell.serving.keeping import Kept
from citewell.storage.ledger import Entry, Past

_MOST_OF_ANSWERS = 64_000_000
_MOST_OF_PAGES = 32_000_000
# zlib's level: of an answer a fifth is left, after some three milliseconds.
_QUICKLY = 1
_ENCODER = msgpack.Encoder()
_DECODER = msgpack.Decoder(Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks. facts: as (name, value), as they are given. after: as of `Engine.answer`."""

    question: str
    facts: tuple[tuple[str, str], ...] = ()
    audience: Audience = Audience.CLINICIAN
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer with the request it answers. packed: its document, compressed.

    edition: what it rests on, as the room tells it (`EngineRoom.edition`).
    """

    request: Request
    answer: Answer
    packed: bytes
    edition: str = ""

    @property
    def document(self) -> bytes:
        """Its JSON, the same bytes for the same answer."""
        return zlib.decompress(self.packed)

    @property
    def fingerprint(self) -> str:
        """By which the answer is found again."""
        return self.answer.provenance.fingerprint


class Note(Protocol):
    """Is told of every answer."""

    def __call__(self, *, abstained: bool, kept: bool) -> None:
        """kept: whether it was made before."""


def unnoted(*, abstained: bool, kept: bool) -> None:
    """A note for those who need none."""


class AnswerDesk:
    """Where questions are asked. Made once in a process; safe to share between threads.

    What is kept is kept in memory, and emptied when what answers rest on has changed.
    """

    def __init__(
        self, room: EngineRoom, past: Past, *, note: Note = unnoted, most: int = _MOST_OF_ANSWERS
    ) -> None:
        """past: where the processes of a server put down what was asked; as the room's engine does.

        note: is told of every answer. most: how many bytes of answers are kept.
        """
        self._room = room
        self._past = past
        self._note = note
        # Compressed, ten times as many fit, and are read again in less than a millisecond.
        self._answers: Kept[tuple[str, Request], tuple[bytes, bytes]] = Kept(most)
        self._pages: Kept[tuple[str, str, str], bytes] = Kept(_MOST_OF_PAGES)
        self._edition = ""

    def ask(self, request: Request) -> Given:
        """The answer. Raises as `Engine.answer`."""
        found = self._found(self._current(), request)
        given = found or self._made(request)
        self._note(abstained=given.answer.abstained, kept=given is found)
        return given

    def find(self, fingerprint: str) -> Given:
        """The answer to what was asked when this fingerprint was given.

        It has another fingerprint when what it rests on has changed since. Raises NotFound for one that is
        not remembered, or of which the question was not kept; InputError for what is none.
        """
        entry = _with_its_question(self._past.find(fingerprint))
        return self.ask(
            Request(
                question=entry.question,
                facts=tuple(entry.facts.items()),
                audience=Audience(entry.audience),
                after=entry.after,
            )
        )

    def rendered(self, given: Given, kind: str, render: Callable[[], str]) -> str:
        """What `render` makes of an answer, made once and kept like the answer.

        kind: which of an answer's forms. It must depend on the answer and the day alone: nothing of whoever
        looks at it may be in it.
        """
        key = (given.edition, given.fingerprint, kind)
        kept = self._pages.get(key)
        if kept is not None:
            return zlib.decompress(kept).decode()
        made = render()
        if given.edition == self._current():
            packed = zlib.compress(made.encode(), _QUICKLY)
            self._pages.put(key, packed, size=len(packed))
        return made

    def _found(self, edition: str, request: Request) -> Given | None:
        kept = self._answers.get((edition, request))
        if kept is None:
            return None
        answer = _DECODER.decode(zlib.decompress(kept[0]))
        return Given(request=request, answer=answer, packed=kept[1], edition=edition)

    def _made(self, request: Request) -> Given:
        with self._room.engine() as engine:
            # What it is kept under was seen before it is made: it may be newer than that says, never older.
            edition = self._current()
            # Somebody may have asked the same and had the turn before.
            if found := self._found(edition, request):
                return found
            answer = engine.answer(
                request.question,
                facts=dict(request.facts),
                audience=request.audience,
                after=request.after,
            )
            document = zlib.compress(engine.document(answer).encode(), _QUICKLY)
            packed = zlib.compress(_ENCODER.encode(answer), _QUICKLY)
            self._answers.put((edition, request), (packed, document), size=len(packed) + len(document))
            return Given(request=request, answer=answer, packed=document, edition=edition)

    def _current(self) -> str:
        """The edition of this moment; what was kept of another one is let go."""
        edition = self._room.edition
        if edition != self._edition:
            self._edition = edition
            self._answers.clear()
            self._pages.clear()
        return edition


def _with_its_question(entry: Entry) -> Entry:
    if entry.protected:
        raise NotFound(
            f"the answer {entry.fingerprint[:16]} was given, but what was asked is not kept",
            hint="ask it again; CITEWELL_RECORD=text keeps questions with their answers",
        )
    return entry
