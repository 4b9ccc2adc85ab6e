"""A question in its conversation: read beside those before it, and what of the patient then holds."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from citewell.answers.changes import changes, taken_over
from citewell.config import Mode
from citewell.engine.modes import parted, told_of_setting_aside
from citewell.guidelines.facts import UNKNOWN_WORDS, contradictions, definition_of, read_facts, with_derived
from citewell.guidelines.logic import circumstances
from citewell.model.answers import Answer, Audience, Question
from citewell.model.applied import Applied
from citewell.model.cases import NO_FACTS, CaseFacts, Value
from citewell.model.catalog import Catalog
from citewell.model.conversation import ASSUMED, BEFORE, NO_THREAD, Thread
from citewell.model.guidelines import FactDefinition
from citewell.model.pico import Pico
from citewell.questions.asides import without_asides
from citewell.questions.follow_up import FollowUp, read
from citewell.questions.lexicon import Lexicon
from citewell.storage.ledger import Entry, Past, chain
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords

_TAKEN_OVER = frozenset((BEFORE, ASSUMED))
# A question we suggest supposes an answer to a question of the pack, which is quoted in it.
_SUPPOSED = re.compile(r"What if the answer to “([^”]{1,400})” is ([^”?]{1,60})\?")
_MOST_REMEMBERED = 64
_SUPPOSING = "what if"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with what was taken over, ready to be answered.

    text: as it was typed. given: the facts given with it, which win. before: what held of the patient before,
    None for a first question or another patient. forgotten: the facts that are unknown again: they no longer
    hold beside what was told since, or were given as unknown. aside: what is told of a person where no facts
    of a patient are taken in.
    """

    text: str
    question: Question
    given: CaseFacts
    thread: Thread
    follow_up: FollowUp
    before: CaseFacts | None = None
    forgotten: frozenset[str] = frozenset()
    aside: CaseFacts = NO_FACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The leading pack applied to what is known of a patient; sends: the pack that says where they go."""

    catalog: Catalog
    applied: Applied
    sends: Applied


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What questions are read with: the packs, their words and the facts they ask for."""

    catalogs: Sequence[Catalog]
    lexicon: Lexicon
    definitions: Mapping[str, FactDefinition]
    today: str
    plain: PlainWords = NO_PLAIN_WORDS
    mode: Mode = Mode.PATIENT_SPECIFIC
    _threads: dict[str, Thread] = field(default_factory=dict)

    def thread(self, last: Entry | None, past: Past) -> Thread | None:
        """What a conversation has come to with its last request, read with those before it; None without one.

        That of a few conversations is remembered, so that a long one need not be read again at every turn.
        """
        if last is None:
            return None
        if last.fingerprint not in self._threads:
            thread: Thread | None = None
            for entry in chain(past, last):
                thread = self.turn(entry.question, entry.facts, thread, Audience(entry.audience)).thread
            self.remember(last.fingerprint, thread or NO_THREAD)
        return self._threads[last.fingerprint]

    def remember(self, fingerprint: str, thread: Thread) -> None:
        """Keep what a conversation has come to with an answer; of many the oldest is forgotten."""
        self._threads[fingerprint] = thread
        if len(self._threads) > _MOST_REMEMBERED:
            del self._threads[next(iter(self._threads))]

    def turn(self, text: str, facts: Mapping[str, str], before: Thread | None, audience: Audience) -> Turn:
        """The question beside what was asked before. Raises InputError when it or a fact is refused."""
        supposed = _SUPPOSED.fullmatch(text.strip()) if before is not None else None
        told = self._supposed(*supposed.groups()) if supposed else {}
        asked = _SUPPOSING if told else without_asides(text, self.plain)
        follow_up = read(asked, before, lexicon=self.lexicon, audience=audience, plain=self.plain)
        given = read_facts(told, self.definitions, origin=ASSUMED).updated_with(
            read_facts(facts, self.definitions)
        )
        unknown = frozenset(
            definition_of(fact, self.definitions).id
            for fact, value in facts.items()
            if value.strip().casefold() in UNKNOWN_WORDS
        )
        turn = self._permitted(self._turn(follow_up, given, unknown, before))
        return replace(turn, text=text)

    def _permitted(self, turn: Turn) -> Turn:
        """The turn without what the mode takes no account of, which is told among the doubts."""
        if self.mode is Mode.PATIENT_SPECIFIC:
            return turn
        facts, aside = parted(turn.question.facts, self.definitions)
        doubts = (*turn.question.doubts, *told_of_setting_aside(aside, self.definitions))
        return replace(
            turn,
            question=replace(turn.question, facts=facts, doubts=doubts),
            given=parted(turn.given, self.definitions)[0],
            thread=replace(turn.thread, facts=parted(turn.thread.facts, self.definitions)[0]),
            aside=aside,
        )

    def _supposed(self, ask: str, value: str) -> dict[str, str]:
        """The fact that a suggestion supposes, as it would be given."""
        for definition in self.definitions.values():
            if ask in (definition.ask_clinician, definition.ask_patient):
                return {definition.id: value}
        return {}

    def _turn(
        self, follow_up: FollowUp, given: CaseFacts, unknown: frozenset[str], before: Thread | None
    ) -> Turn:
        """With what was taken over and no longer holds left out: told otherwise, or clashing with it."""
        facts = follow_up.question.facts
        taken_over = frozenset(fact.id for fact in facts if fact.origin in _TAKEN_OVER and fact.span is None)
        clashing = self._clashing(facts.updated_with(given)) if taken_over else frozenset[str]()
        if clashing & taken_over and not follow_up.leans:
            return self._turn(_of_another(follow_up), given, unknown, None)
        told = frozenset(fact.id for fact in given) | (frozenset(f.id for f in facts) - taken_over)
        forgotten = unknown | (taken_over & clashing - told)
        kept = facts.without(forgotten)
        thread = replace(follow_up.thread, facts=kept.updated_with(given))
        return Turn(
            text=follow_up.question.text,
            question=replace(follow_up.question, facts=kept),
            given=given,
            thread=thread,
            follow_up=follow_up,
            before=before.facts if before and follow_up.same_patient else None,
            forgotten=forgotten,
        )

    def _clashing(self, facts: CaseFacts) -> frozenset[str]:
        """The facts that rule each other out, and those they follow from."""
        found: set[str] = set()
        for catalog in self.catalogs:
            own = CaseFacts(tuple(fact for fact in facts if fact.id in catalog.facts))
            stated = circumstances(catalog.pack, own, on=self.today)
            known = stated.with_facts(with_derived(catalog, own, stated))
            for clash in contradictions(catalog, own, known):
                found.update((clash.fact, *clash.because))
        return frozenset(found)


def _of_another(follow_up: FollowUp) -> FollowUp:
    """A question of its own that rules out what was told of the patient: it is on somebody else."""
    own = CaseFacts(tuple(fact for fact in follow_up.question.facts if fact.span is not None))
    return replace(
        follow_up,
        question=replace(follow_up.question, facts=own),
        thread=replace(follow_up.thread, facts=own, person=""),
        same_patient=False,
    )


def followed(answer: Answer, turn: Turn, known_before: Callable[[CaseFacts], Known], now: Known) -> Answer:
    """The answer with what its question took over from those before, and what is different now.

    known_before: applies the packs to the patient as known before, where anything of the patient has changed.
    """
    taken = taken_over(answer, turn.question.facts, turn.follow_up.carried)
    read_as = _read_as(turn, taken)
    before = turn.before
    answer = replace(answer, pico=_placed(answer.pico, len(turn.text)))
    if before is None or _values(before) == _values(turn.thread.facts):
        return replace(answer, read_as=read_as)
    claims = (*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims))
    shown = frozenset(claim.id for claim in claims)
    of_pack = any(claim.pack for claim in claims)
    was = known_before(before)
    changed = changes(
        was.applied,
        now.applied,
        now.catalog,
        answer.audience,
        shown=shown if of_pack else None,
        sent=(was.sends, now.sends),
    )
    return replace(answer, read_as=read_as, changed=changed)


def _placed(pico: Pico, length: int) -> Pico:
    """What a question asks about, what was taken over placed at its end: it stands nowhere in it."""
    placed: dict[str, Any] = {
        each.name: tuple(
            replace(one, start=min(one.start, length), end=min(one.end, length))
            for one in getattr(pico, each.name)
        )
        for each in fields(Pico)
        if each.name != "population"
    }
    return replace(pico, **placed)


def _values(facts: CaseFacts) -> list[tuple[str, Value]]:
    return [(fact.id, fact.value) for fact in facts]


def _read_as(turn: Turn, taken: str) -> str:
    """How a question was read beside those before it. taken: the words and facts it took from them."""
    if turn.follow_up.leans:
        whose = "" if turn.follow_up.same_patient else "; as for somebody else"
        return (f"with what was asked before: {taken}" if taken else "by itself") + whose
    if turn.follow_up.same_patient:
        return f"as a question of its own on the same patient{f': {taken}' if taken else ''}"
    return "as a new question: nothing was taken over from what was asked before"
