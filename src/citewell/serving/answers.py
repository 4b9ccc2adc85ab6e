"""Answers as a server gives them: each made once, kept while what it rests on stays as it is, found again."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from citewell.model.answers import Answer, Audience
from citewell.serving.engines import EngineRoom
from citewell.storage.ledger import Past, told

_MOST_KEPT = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks. facts: as (name, value), as they are given. after: as of `Engine.answer`."""

    question: str
    facts: tuple[tuple[str, str], ...] = ()
    audience: Audience = Audience.CLINICIAN
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer with the request it answers. document: its JSON, the same bytes for the same answer."""

    request: Request
    answer: Answer
    document: bytes

    @property
    def fingerprint(self) -> str:
        """By which the answer is found again."""
        return self.answer.provenance.fingerprint


class AnswerDesk:
    """Where questions are asked. Made once in a process; safe to share between threads."""

    def __init__(self, room: EngineRoom, past: Past) -> None:
        """past: where the processes of a server put down what was asked; as the room's engine does."""
        self._room = room
        self._past = past
        self._kept: OrderedDict[Request, Given] = OrderedDict()
        self._edition = ""
        self._lock = Lock()

    def ask(self, request: Request) -> Given:
        """The answer. Raises as `Engine.answer`."""
        with self._lock:
            if (found := self._found(request)) is not None:
                return found
        with self._room.engine() as engine:
            answer = engine.answer(
                request.question,
                facts=dict(request.facts),
                audience=request.audience,
                after=request.after,
            )
            given = Given(request=request, answer=answer, document=engine.document(answer).encode())
        with self._lock:
            self._kept[request] = given
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return given

    def find(self, fingerprint: str) -> Given:
        """The answer to what was asked when this fingerprint was given.

        It has another fingerprint when what it rests on has changed since. Raises NotFound for one that is
        not remembered, InputError for what is none.
        """
        entry = told(self._past.find(fingerprint))
        return self.ask(
            Request(
                question=entry.question,
                facts=tuple(entry.facts.items()),
                audience=Audience(entry.audience),
                after=entry.after,
            )
        )

    def _found(self, request: Request) -> Given | None:
        edition = self._room.edition
        if edition != self._edition:
            self._kept.clear()
            self._edition = edition
        if request in self._kept:
            self._kept.move_to_end(request)
        return self._kept.get(request)
