"""The use cases: start reading here.

Every line of `Engine.answer` takes records and gives records; nothing writes text after `verify`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from citewell import __version__
from citewell.answers.contract import AnswerDocument, ApplicationDocument
from citewell.answers.document import answer_document, application_document
from citewell.answers.library.page import with_library
from citewell.answers.must_mention import lacks
from citewell.answers.plainness import plainness
from citewell.answers.reading import Reading
from citewell.answers.references import references_of, references_of_application
from citewell.answers.suggestions import suggestions
from citewell.answers.verify import verify
from citewell.config import Mode, Recording, Settings
from citewell.engine.across import Drafted, drafted, explained, handed_over, known_as, known_now
from citewell.engine.applying import application_of, consulted, fitting
from citewell.engine.beginning import gathered_from, passed_before, shelf_of
from citewell.engine.conversation import Reader, followed
from citewell.engine.modes import check_supports_patients, check_takes_facts
from citewell.engine.readings import Packs
from citewell.engine.reproducing import Replay, asked, entry_of, replay_of
from citewell.engine.standing import Board, reviewed, reviewed_parts, unheard
from citewell.engine.terms import terms_of
from citewell.errors import InputError
from citewell.guidelines.cache import load_compiled_systems, load_packs
from citewell.guidelines.facts import definition_of, read_facts
from citewell.guidelines.grading import grades_of
from citewell.model.answers import Answer, Audience, Provenance
from citewell.model.applications import Application
from citewell.model.cases import NO_FACTS
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition
from citewell.model.shelves import NOTHING_GATHERED, Gathered
from citewell.questions.lexicon import Lexicon, compile_lexicon
from citewell.questions.parse import read_facts as read_sentence
from citewell.questions.pico.respelt import read_respelt
from citewell.questions.pico.terms import NO_TERMS, Terms
from citewell.questions.presupposition import presumption_of
from citewell.storage.ledger import Ledger, Memory, Past
from citewell.storage.retention import expire
from citewell.storage.standings import Standings
from citewell.text.kinds import NO_KINDS, Kinds, read_kinds
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords, read_plain_words

if TYPE_CHECKING:
    from citewell.engine.shelf import Shelf

NO_INDEX = "none"
_UNVERIFIED = "Nothing found could be verified against its source."
_ANY_QUESTION = "Should adults with high blood pressure be offered treatment?"


class Engine:
    """Packs on disk, ready to answer. Made once; its methods change nothing but the ledger."""

    def __init__(
        self,
        catalogs: Sequence[Catalog],
        *,
        ledger: Ledger | None = None,
        today: str,
        passed: Mapping[str, frozenset[str]] | None = None,
        shelf: "Shelf | None" = None,
        past: Past | None = None,
        plain: PlainWords = NO_PLAIN_WORDS,
        kinds: Kinds = NO_KINDS,
        terms: Terms = NO_TERMS,
        board: Board | None = None,
        mode: Mode = Mode.PATIENT_SPECIFIC,
    ) -> None:
        """past: where earlier questions are found; without it, in this process and the ledger.

        plain: the words that name nothing clinical; without them no question is too vague. kinds: which kind
        of treatment each belongs to. terms: by which it is read what a question asks about. board: is asked
        where an answer stands, or only the packs say so. mode: whether a patient's facts are taken in.
        """
        self.catalogs = {catalog.pack.id: catalog for catalog in catalogs}
        self.ledger = ledger
        self.past = past or Memory(ledger)
        self.shelf = shelf
        self.plain = plain
        self.kinds = kinds
        self.terms = terms
        self.board = board
        self.mode = mode
        self.today = today
        self.passed = passed or {}

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        today: str | None = None,
        past: Past | None = None,
        warn: Callable[[str], None] = unheard,
    ) -> "Engine":
        """The engine on the settings' packs. Raises InputError when a pack cannot be used.

        past: as of `Engine`. warn: is told what an answer is given without.
        """
        today = today or date.today().isoformat()
        systems = load_compiled_systems(settings.grading, settings.cache)
        packs = load_packs(settings.packs, settings.cache)
        with_text = settings.record is Recording.TEXT
        kept = Ledger(settings.ledger, with_text=with_text, retention=settings.retention)
        catalogs = [Catalog.of(pack, grades_of(pack, systems)) for pack in packs]
        passed = {catalog.pack.id: passed_before(catalog, settings) for catalog in catalogs}
        return cls(
            catalogs,
            ledger=None if settings.record is Recording.NO else kept,
            today=today,
            passed=passed,
            shelf=shelf_of(settings),
            past=past or Memory(kept),
            plain=read_plain_words(settings.vocabulary),
            kinds=read_kinds(settings.vocabulary),
            terms=terms_of(settings),
            board=Board(standings=Standings(settings.register), today=today, warn=warn),
            mode=settings.mode,
        )

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words by which the packs' concepts, facts and topics are known."""
        return compile_lexicon([catalog.pack for catalog in self.catalogs.values()], self.terms)

    @cached_property
    def definitions(self) -> Mapping[str, FactDefinition]:
        """The facts that any pack asks for."""
        return {fact_id: fact for c in self.catalogs.values() for fact_id, fact in c.facts.items()}

    def answer(
        self,
        text: str,
        *,
        facts: Mapping[str, str] | None = None,
        audience: Audience = Audience.CLINICIAN,
        after: str = "",
    ) -> Answer:
        """The cited answer to a question, for the reader named, about the patient described.

        after: the fingerprint of an earlier answer that the question follows up. Raises InputError when the
        question or a fact is refused, NotFound for no such answer, Forbidden for facts where none are taken.
        """
        check_takes_facts(self.mode, facts or {})
        earlier = self.past.find(after) if after else None
        turn = self._reader.turn(text, facts or {}, self._reader.thread(earlier, self.past), audience)
        given = turn.given
        question = replace(
            turn.question,
            unclinical=plainness(turn.question.text, self.plain),
            presumes=presumption_of(turn.question.text, self.kinds),
        )
        asked = self._packs.asked(question, given=given, aside=turn.aside)
        draft = drafted(asked, self._packs)
        lead = draft.lead
        gathered = NOTHING_GATHERED
        if self.shelf:
            gathered = gathered_from(self.shelf, turn.follow_up.search, turn.question)
            if gathered.read_as and not earlier:
                pico = read_respelt(question.text, gathered.read_as, terms=self.terms)
                question = replace(question, pico=pico)
        # Somebody in an emergency may ask of anything: that a pack is for them names no subject.
        is_theirs = bool(lead.applied.in_population) and not lead.catalog.pack.emergencies
        named = lead.scope.own and (bool(lead.question.topics) or is_theirs)
        page = with_library(draft.answer, question, gathered, named=named, doubted=draft.doubted)
        page = explained(handed_over(page, draft, asked, self._packs), draft)
        answer = self._complete(verify(page, self.catalogs, self.passed, gathered), lead)
        suggested = suggestions(answer, lead, self.definitions, gathered)
        answer = replace(answer, follow_ups=suggested, pico=question.pico)
        if earlier:
            now = known_now(answer, draft)
            answer = followed(answer, turn, lambda facts: known_as(facts, lead, self._packs), now)
            answer = replace(answer, after=earlier.fingerprint)
        made = self._sign(replace(answer, question=text), facts or {}, draft, gathered)
        made = reviewed(made, self.board, self.catalogs)
        self._record(made, facts or {})
        if earlier:
            self._reader.remember(made.provenance.fingerprint, turn.thread)
        return made

    @cached_property
    def _packs(self) -> Packs:
        return Packs(
            catalogs=self.catalogs,
            concepts=self.lexicon.concepts,
            definitions=self.definitions,
            today=self.today,
            mode=self.mode,
        )

    @cached_property
    def _reader(self) -> Reader:
        return Reader(
            catalogs=tuple(self.catalogs.values()),
            lexicon=self.lexicon,
            definitions=self.definitions,
            today=self.today,
            plain=self.plain,
            mode=self.mode,
        )

    def _complete(self, answer: Answer, reading: Reading) -> Answer:
        """What a verified answer still lacks is said; one from which nothing is left abstains."""
        if answer.abstained:
            return answer
        if not answer.bottom_line and not answer.sections and not answer.disagreements:
            return replace(answer, abstained=True, reason=_UNVERIFIED)
        from_pack = any(claim.pack for section in answer.sections for claim in section.claims)
        missing = lacks(answer, reading.scope, reading.catalog) if from_pack else ()
        return replace(answer, incomplete=(*answer.incomplete, *missing))

    def _sign(self, answer: Answer, facts: Mapping[str, str], draft: Drafted, gathered: Gathered) -> Answer:
        in_force = _in_force(draft.speaking)
        request = [answer.question, sorted(facts.items()), answer.audience.value]
        request += [answer.after] if answer.after else []
        return replace(
            answer,
            references=references_of(answer, self.catalogs, gathered.documents),
            provenance=self._provenance(request, in_force, gathered.fingerprint or NO_INDEX),
        )

    def _provenance(self, request: object, in_force: object, index: str = NO_INDEX) -> Provenance:
        packs = tuple((c.pack.id, c.pack.version, c.pack.digest) for c in self.catalogs.values())
        mode = () if self.mode is Mode.PATIENT_SPECIFIC else (self.mode.value,)
        inputs = repr((request, in_force, __version__, packs, index, self.terms.digest, *mode))
        return Provenance(
            engine=__version__,
            packs=packs,
            index=index,
            fingerprint=hashlib.sha256(inputs.encode()).hexdigest()[:32],
        )

    def _record(self, answer: Answer, facts: Mapping[str, str]) -> None:
        """Remember the request in this process, and keep in the ledger, if there is one, what it keeps."""
        entry = entry_of(answer, facts)
        self.past.record(entry)
        if self.ledger is not None:
            self.ledger.record(replace(entry, document=self.document(answer)))
            expire(self.ledger, today=self.today)

    def contract(self, answer: Answer) -> AnswerDocument:
        """The answer in the form of the public JSON contract."""
        return answer_document(answer, self.catalogs)

    def document(self, answer: Answer) -> str:
        """The answer as JSON text: the same answer gives the same bytes."""
        import msgspec

        return msgspec.json.encode(self.contract(answer)).decode()

    def replay(
        self, fingerprint: str, *, question: str = "", facts: Mapping[str, str] | None = None
    ) -> Replay:
        """A recorded answer made again from its question and facts, compared byte for byte.

        question, facts: those of a protected answer, given again. Raises NotFound, also where it follows up a
        question that was not kept; InputError for no fingerprint, and for other words than were asked;
        IntegrityError for a damaged entry.
        """
        ledger = self.ledger
        if ledger is None:
            raise InputError(
                "nothing is recorded (CITEWELL_RECORD is no): set it to protected or text to replay answers"
            )
        entry = asked(ledger.find(fingerprint), question, facts or {})
        silent = self._silent(Memory(ledger))
        answer = silent.answer(
            entry.question, facts=entry.facts, audience=Audience(entry.audience), after=entry.after
        )
        return replay_of(entry, answer, silent.document(answer))

    def warm(self) -> None:
        """Make what is otherwise made for the first question: so nobody waits for it where many ask."""
        self._reader  # noqa: B018 - made by being looked at
        silent = self._silent(Memory())
        silent.document(silent.answer(_ANY_QUESTION))

    def _silent(self, past: Past) -> "Engine":
        """An engine on the same that records nothing, and has read none of the conversations."""
        silent = copy(self)
        silent.ledger, silent.past = None, past
        silent.__dict__.pop("_reader", None)
        return silent

    def apply(
        self,
        sentence: str = "",
        *,
        facts: Mapping[str, str] | None = None,
        forget: Sequence[str] = (),
        audience: Audience = Audience.CLINICIAN,
    ) -> Application:
        """The packs applied to a patient given as a sentence, as facts, or both; facts correct the sentence.

        Raises InputError when there is nothing to go by, or facts are refused or contradict each other;
        Forbidden where the mode does not support this reader with a patient's case.
        """
        check_supports_patients(self.mode, audience)
        for fact_id in forget:
            definition_of(fact_id, self.definitions)
        understood = read_sentence(sentence, lexicon=self.lexicon) if sentence.strip() else None
        told = understood.facts if understood else NO_FACTS
        given = told.updated_with(read_facts(facts or {}, self.definitions)).without(frozenset(forget))
        if not given.facts:
            raise InputError("nothing is known of the patient: give a sentence or --fact NAME=VALUE")
        asked = consulted(given, tuple(self.catalogs.values()), on=self.today)
        speaking = fitting(asked, given, on=self.today)
        request = [sorted({(f.id, str(f.value)) for one in asked for f in one.applied.facts}), audience.value]
        in_force = tuple(edition for one in asked for edition in one.applied.in_force)
        made = self._provenance(request, in_force)
        doubts = understood.doubts if understood else ()
        application = application_of(asked, speaking, doubts, audience, made, on=self.today)
        application = replace(application, references=references_of_application(application, self.catalogs))
        return reviewed_parts(application, self.board, self.catalogs)

    def application_contract(self, application: Application) -> ApplicationDocument:
        """The application in the form of the public JSON contract."""
        return application_document(application, self.catalogs)


def _in_force(speaking: Sequence[Reading]) -> tuple[tuple[str, str], ...]:
    """The editions of the dated numbers by which the packs that speak were applied, each once."""
    return tuple(dict.fromkeys(edition for one in speaking for edition in one.applied.in_force))
