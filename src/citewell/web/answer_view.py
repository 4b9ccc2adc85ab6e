"""What an answer's page shows beside the page that all formats share: what can be pressed or filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from citewell.answers.formats.answer_page import answer_page, opening_of
from citewell.answers.formats.page import Banner, Block, Page, Pairs, Part, Stages
from citewell.answers.formats.parts import hanging_on
from citewell.answers.formats.pico import pico_rows
from citewell.answers.formats.review import stages_at
from citewell.answers.formats.words import cleaned, shortened
from citewell.config import Mode
from citewell.engine import Engine
from citewell.model.answers import Answer, Audience, UnderstoodFact
from citewell.model.conversation import ASSUMED
from citewell.serving.answers import Given
from citewell.storage.ledger import chain
from citewell.web.fact_inputs import FactInput, fact_input

_MOST_ASKED = 8
_DERIVED = "derived"
# What stands before everything else; a banner, where there is one, stands before these.
_FIRST = frozenset({"bottom-line", "choices", "nearest", "premise", "safety", "named", "alerts"})

# What stands beside the answer to be pressed, and not in it.
_PRESSED = frozenset({"missing", "follow-ups"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact that was understood. follows: from others. input: to correct it with, None where none can."""

    label: str
    value: str
    assumed: bool
    follows: bool
    input: FactInput | None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, and where its answer is."""

    fingerprint: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer as its page shows it.

    banner: where the patient should go, None where nothing says so. told: what is said of how the question
    was read. first, rest: the parts before and behind what can be filled in. openings: by part the question
    that opens another pack's topic. stages: of the review, as the
    board says or, where it says nothing, the content itself. updated: when what the packs say was last
    written, "" where none speaks.
    """

    page: Page
    audience: Audience
    abstained: bool
    banner: Banner | None
    told: tuple[Block, ...]
    follow_ups: tuple[str, ...]
    first: tuple[Part, ...]
    rest: tuple[Part, ...]
    openings: Mapping[str, str]
    stages: Stages | None
    known: tuple[KnownFact, ...]
    questions: tuple[FactInput, ...]
    pico: tuple[tuple[str, str], ...]
    thread: tuple[Turn, ...]
    updated: str


def answer_view(given: Given, engine: Engine, *, this_year: int) -> AnswerView:
    """The view of an answer that the engine has given. this_year: what ages are counted from."""
    answer = given.answer
    page = answer_page(answer, this_year=this_year)
    blocks = [block for block in page.opening if not isinstance(block, Banner | Pairs)]
    banners = [block for block in page.opening if isinstance(block, Banner)]
    first = tuple(part for part in page.parts if part.id in _FIRST)
    return AnswerView(
        page=page,
        audience=answer.audience,
        abstained=answer.abstained,
        banner=banners[0] if banners else None,
        told=tuple(blocks),
        first=first,
        follow_ups=cleaned(answer.follow_ups),
        stages=page.review or (None if answer.abstained else stages_at(answer.status)),
        rest=tuple(
            _without_opening(part, answer)
            for part in page.parts
            if part not in first and part.id not in _PRESSED
        ),
        openings={taken.section: taken.question for taken in cleaned(answer.hand_overs) if taken.question},
        known=tuple(_known(fact, engine, answer.audience) for fact in cleaned(answer.understood)),
        questions=tuple(_questions(answer, engine)),
        pico=pico_rows(answer.question, answer.pico, answer.audience),
        thread=tuple(_thread(given, engine)),
        updated=_updated(answer, engine),
    )


def _without_opening(part: Part, answer: Answer) -> Part:
    """A part of another pack without the line that names the question to ask: here it is a button."""
    lines = {line for taken in cleaned(answer.hand_overs) for line in opening_of(taken, answer.audience)}
    return (
        replace(part, blocks=tuple(block for block in part.blocks if block not in lines)) if lines else part
    )


def _known(fact: UnderstoodFact, engine: Engine, audience: Audience) -> KnownFact:
    definition = engine.definitions.get(fact.id)
    follows = fact.origin == _DERIVED
    can_be_given = not follows and engine.mode is Mode.PATIENT_SPECIFIC
    return KnownFact(
        label=fact.label,
        value=fact.value,
        assumed=fact.origin == ASSUMED,
        follows=follows,
        input=fact_input(definition, audience, value=fact.given) if definition and can_be_given else None,
    )


def _questions(answer: Answer, engine: Engine) -> Iterator[FactInput]:
    for fact in cleaned(answer.missing[:_MOST_ASKED]):
        # An engine on other packs may have taken the place of the one that answered.
        if definition := engine.definitions.get(fact.id):
            decides = "" if answer.audience is Audience.PATIENT else hanging_on(fact, answer.disposition)
            yield fact_input(definition, answer.audience, decides=decides)


def _thread(given: Given, engine: Engine) -> Iterator[Turn]:
    """The questions before this one, the first one first."""
    if given.request.after:
        for entry in chain(engine.past, engine.past.find(given.request.after)):
            yield Turn(entry.fingerprint, shortened(cleaned(entry.question)))


def _updated(answer: Answer, engine: Engine) -> str:
    claims = (*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims))
    packs = {claim.pack for claim in claims} & engine.catalogs.keys()
    return max((engine.catalogs[pack].pack.updated for pack in packs), default="")
