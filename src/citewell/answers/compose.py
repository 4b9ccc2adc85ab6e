"""Claims in sections, each with its citations; disagreements side by side; nothing is said twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from citewell.answers import patient
from citewell.answers.claims import cautions_of, claim_of, plain_claim, score_claims, with_lead
from citewell.answers.scope import Scope
from citewell.answers.select import Selection
from citewell.answers.wording import (
    ASPECT_TITLES,
    CAUTION,
    DISCLAIMER,
    aspect_title,
    explained,
    section_title,
    terms_in,
    worded,
)
from citewell.model.answers import (
    Answer,
    Audience,
    Claim,
    Intent,
    MissingFact,
    Provenance,
    Question,
    Section,
    ShownDisagreement,
    ShownSide,
)
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, MustMention, Statement, Topic
from citewell.text.tokens import content_words

DOES_NOT_APPLY = "does not apply"
UNMADE = Provenance(engine="", packs=(), index="", fingerprint="")
_MOST_ASKED = 8
_MOST_IN_BOTTOM_LINE = 3
# Asked when to refer or what to look out for, the emergencies are the answer.
_SAFETY_FIRST = frozenset({Intent.REFERRAL, Intent.RED_FLAGS})
_VERDICT_WANTED = frozenset({Intent.SHOULD})
# Words that turn a question round, so that "yes" would no longer mean "use it".
_TURNING = content_words(
    "stop stopped avoid avoided withhold withheld withdraw withdrawn skip omit delay discontinue refuse "
    "against unsafe dangerous bad wrong harmful contraindicated not never no without instead rather"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the two shapes of an answer have in common before it is worded and verified."""

    topic: str
    title: str
    bottom_line: tuple[Claim, ...]
    sections: tuple[Section, ...]
    disagreements: tuple[ShownDisagreement, ...]
    incomplete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is composed with: the pack, the patient's verdicts, the reader."""

    catalog: Catalog
    applied: Applied
    audience: Audience

    def claims(self, statements: Iterable[Statement]) -> tuple[Claim, ...]:
        """The statements as claims, with verdicts; without a patient only what is ruled out is said."""
        claims = (claim_of(s, self.catalog, self.audience, self.applied) for s in statements)
        if speaks_of_a_patient(self.applied.facts, self.catalog):
            return tuple(claims)
        return tuple(
            c if c.applies == DOES_NOT_APPLY else replace(c, applies=None, because="") for c in claims
        )


def compose(
    question: Question, scope: Scope, selection: Selection, applied: Applied, catalog: Catalog
) -> Answer:
    """The draft of an answer: everything but its references and provenance, not yet verified."""
    desk = Desk(catalog, applied, question.audience)
    page = (
        _topic_page(selection.topic, selection, desk)
        if selection.topic
        else _narrow_page(question, scope, selection, desk)
    )
    return _answer(question, page, desk)


def compose_urgent(question: Question, applied: Applied, catalog: Catalog) -> Answer | None:
    """What the facts alone make urgent, whatever was asked; None when they make nothing critical."""
    desk = Desk(catalog, applied, question.audience)
    shown = patient.disposition(applied, catalog, question.audience)
    if shown is None or shown.severity != "critical" or not shown.because:
        return None
    page = Page(
        topic=shown.id,
        title=shown.title,
        bottom_line=(shown.claim, *(because.claim for because in shown.because)),
        sections=(),
        disagreements=(),
        incomplete=(),
    )
    return _answer(question, page, desk)


def _topic_page(topic: Topic, selection: Selection, desk: Desk) -> Page:
    bottom_line = desk.claims(_statements(topic.bottom_line, desk.catalog))
    used = set(topic.bottom_line)
    sections = [_named_section(selection.first, desk)] if selection.first else []
    used.update(s.id for s in selection.first)
    for section in topic.sections:
        items = [item for item in section.items if item not in used]
        used.update(items)
        claims = desk.claims(_statements(items, desk.catalog))
        sections.append(Section(id=section.id, title=section_title(section, desk.audience), claims=claims))
    return Page(
        topic=topic.id,
        title=topic.patient_title if desk.audience is Audience.PATIENT else topic.title,
        bottom_line=bottom_line,
        sections=tuple(section for section in sections if section.claims),
        disagreements=tuple(_shown(d, desk) for d in selection.disagreements),
        incomplete=_silences(selection),
    )


def _silences(selection: Selection) -> tuple[str, ...]:
    """What was asked and the pack does not say."""
    return (
        *(f"The sources of this pack give no {what}." for what in selection.lacking),
        *(f"Nothing in this pack speaks of “{word}”." for word in selection.unspoken),
    )


def _named_section(statements: tuple[Statement, ...], desk: Desk) -> Section:
    title = "What you named" if desk.audience is Audience.PATIENT else "Named in the question"
    return Section(id="named", title=title, claims=desk.claims(statements))


def _statements(ids: Iterable[str], catalog: Catalog) -> Iterator[Statement]:
    return (catalog.statements[one] for one in ids if one in catalog.statements)


def _narrow_page(question: Question, scope: Scope, selection: Selection, desk: Desk) -> Page:
    safety = list(_always_said(scope, desk.catalog))
    if _SAFETY_FIRST.intersection(question.intents):
        selection = replace(selection, first=tuple(dict.fromkeys((*safety, *selection.first))))
    bottom_line = _direct_answer(question, scope, selection, desk)
    said = {claim.id for claim in bottom_line}
    rest = _each_once([s for s in (*selection.first, *selection.then) if s.id not in said])
    safety = [s for s in safety if s.id not in said and s not in rest]
    return Page(
        topic=", ".join(scope.focus or scope.soft_focus)
        or next(iter(question.intents), Intent.OVERVIEW).value,
        title=_narrow_title(scope, desk),
        bottom_line=bottom_line,
        sections=(
            *_score_sections(selection, desk),
            *_aspect_sections(rest, desk),
            *_safety_section(safety, desk),
        ),
        disagreements=tuple(_shown(d, desk) for d in selection.disagreements),
        incomplete=_silences(selection),
    )


def _direct_answer(question: Question, scope: Scope, selection: Selection, desk: Desk) -> tuple[Claim, ...]:
    """What answers most directly: the pack's default where bodies disagree, else the best statement."""
    scores = [claim for s in selection.scores for claim in score_claims(s, desk.catalog, desk.audience)[:2]]
    first = desk.claims(_each_once(selection.first)[:_MOST_IN_BOTTOM_LINE])
    if _leads(scope, selection):
        debated = [_default_claim(d, desk) for d in selection.disagreements[:1]]
        return (*scores, *debated, *first[: _MOST_IN_BOTTOM_LINE - 1])
    if first and _asks_for_a_verdict(question, selection, scope):
        first = (with_lead(first[0], desk.audience), *first[1:])
    return (*scores, *first)


def _asks_for_a_verdict(question: Question, selection: Selection, scope: Scope) -> bool:
    """Whether yes or no to the very thing the first statement is about answers the question.

    "Can it be stopped?" or "what should she avoid?" must not be met with the yes of "use it".
    """
    return (
        bool(_VERDICT_WANTED.intersection(question.intents))
        and any(concept in scope.focus for concept in selection.first[0].about[:1])
        and not _TURNING.intersection(content_words(question.text))
    )


def _leads(scope: Scope, selection: Selection) -> bool:
    """A debate leads, unless something is said of the asked population alone and the debate is wider."""
    own = any(s.populations == scope.populations for s in selection.first[:1])
    wider = any(d.populations != scope.populations for d in selection.disagreements[:1])
    return selection.debate_leads and not (own and wider and len(scope.populations) == 1)


def _each_once(statements: Sequence[Statement]) -> list[Statement]:
    """The statements less those that say the same words as an earlier one (a warning on two drugs)."""
    return list({statement.wording: statement for statement in reversed(statements)}.values())[::-1]


def _default_claim(disagreement: Disagreement, desk: Desk) -> Claim:
    return plain_claim(
        f"disagreement:{disagreement.id}",
        disagreement.default,
        disagreement.default_cites,
        desk.catalog,
        desk.audience,
    )


def _score_sections(selection: Selection, desk: Desk) -> Iterator[Section]:
    for score in selection.scores:
        claims = score_claims(score, desk.catalog, desk.audience)[2:]
        if claims:
            yield Section(id=score.id, title=score.title, claims=claims)


def _aspect_sections(statements: list[Statement], desk: Desk) -> Iterator[Section]:
    for aspect in ASPECT_TITLES:
        chosen = [s for s in statements if s.aspects[0] == aspect]
        cautions = [c for s in statements for c in cautions_of(s, desk.catalog, desk.audience)]
        claims = (*desk.claims(chosen), *(cautions if aspect == "contraindication" else ()))
        if claims:
            yield Section(id=aspect, title=aspect_title(aspect, desk.audience), claims=claims)


def _always_said(scope: Scope, catalog: Catalog) -> Iterator[Statement]:
    """What every answer of the populations' topics must mention, narrow ones too."""
    for item in _required(scope, catalog):
        yield from _statements(item.any_of[:1], catalog)


def _required(scope: Scope, catalog: Catalog) -> Iterator[MustMention]:
    seen: set[str] = set()
    for topic in catalog.pack.topics:
        if any(p in scope.populations for p in topic.populations):
            for item in topic.must_mention:
                fits = not item.about or any(c in scope.focus for c in item.about)
                if item.scope == "every" and fits and item.any_of[0] not in seen:
                    seen.add(item.any_of[0])
                    yield item


def _safety_section(statements: list[Statement], desk: Desk) -> tuple[Section, ...]:
    title = "Get help now if" if desk.audience is Audience.PATIENT else "Not to be missed"
    claims = desk.claims(statements)
    return (Section(id="safety", title=title, claims=claims),) if claims else ()


def _narrow_title(scope: Scope, desk: Desk) -> str:
    concepts = [desk.catalog.concepts[c] for c in scope.focus or scope.soft_focus]
    populations = [desk.catalog.populations[p] for p in scope.populations]
    patient_reads = desk.audience is Audience.PATIENT
    things = [c.patient if patient_reads and c.patient else c.label for c in concepts]
    places = [p.patient if patient_reads else p.name for p in populations]
    title = f"{', '.join(things)}: {' or '.join(places)}" if things else " or ".join(places)
    return title[:1].upper() + title[1:]


def _shown(disagreement: Disagreement, desk: Desk) -> ShownDisagreement:
    return ShownDisagreement(
        id=disagreement.id,
        title=disagreement.title,
        question=disagreement.question,
        sides=tuple(
            ShownSide(
                body=side.body,
                year=desk.catalog.sources[side.source].year,
                stance=side.stance,
                text=worded(side.says, desk.audience),
                citations=side.cites,
                grade=side.grade,
                population=side.population,
            )
            for side in disagreement.sides
        ),
        default=_default_claim(disagreement, desk),
    )


def _answer(question: Question, page: Page, desk: Desk) -> Answer:
    catalog, applied, audience = desk.catalog, desk.applied, desk.audience
    glossary = catalog.pack.glossary
    bottom_line, sections = page.bottom_line, page.sections
    terms: tuple[tuple[str, str], ...] = ()
    if audience is Audience.STUDENT:
        told: set[str] = set()
        bottom_line = tuple(explained(claim, glossary, told) for claim in bottom_line)
        sections = tuple(
            replace(s, claims=tuple(explained(claim, glossary, told) for claim in s.claims)) for s in sections
        )
        terms = terms_in((*bottom_line, *(c for s in sections for c in s.claims)), glossary)
    return Answer(
        question=question.text,
        audience=audience,
        topic=page.topic,
        title=page.title,
        status=catalog.pack.status.value,
        caution=CAUTION[catalog.pack.status],
        abstained=False,
        reason="",
        incomplete=page.incomplete,
        bottom_line=bottom_line,
        sections=sections,
        disagreements=page.disagreements,
        references=(),
        understood=patient.understood(applied, catalog),
        doubts=question.doubts,
        missing=_worth_asking(patient.missing(applied, catalog, audience), bottom_line, sections, catalog),
        disposition=patient.disposition(applied, catalog, audience)
        if speaks_of_a_patient(applied.facts, catalog)
        else None,
        follow_ups=_follow_ups(page, catalog),
        disclaimer=DISCLAIMER[audience],
        provenance=UNMADE,
        terms=terms,
    )


def _worth_asking(
    missing: tuple[MissingFact, ...],
    bottom_line: tuple[Claim, ...],
    sections: tuple[Section, ...],
    catalog: Catalog,
) -> tuple[MissingFact, ...]:
    """The unknown facts that decide something on this page, or where the patient should go."""
    shown = {c.id for c in (*bottom_line, *(c for s in sections for c in s.claims))} | set(
        catalog.dispositions
    )
    return tuple(m for m in missing if shown.intersection(m.decides))[:_MOST_ASKED]


def speaks_of_a_patient(facts: CaseFacts, catalog: Catalog) -> bool:
    """Whether the facts given speak of somebody, and not only of a kind of case."""
    return any(
        fact.origin != "derived" and not catalog.facts[fact.id].general
        for fact in facts
        if fact.id in catalog.facts
    )


def _follow_ups(page: Page, catalog: Catalog) -> tuple[str, ...]:
    """Questions the reader may ask next: on what is debated here, then the pack's other topics."""
    debated = [d.question for d in page.disagreements]
    others = [q for t in catalog.pack.topics if t.id != page.topic for q in t.questions]
    return tuple(dict.fromkeys([*debated, *others]))[:3]


def lacks(answer: Answer, scope: Scope, catalog: Catalog) -> tuple[str, ...]:
    """The must-mention items that a verified answer does not have: said, never passed over."""
    said = {claim.id for claim in (*answer.bottom_line, *(c for s in answer.sections for c in s.claims))}
    topic = catalog.topics.get(answer.topic)
    required = topic.must_mention if topic else tuple(_required(scope, catalog))
    return tuple(
        f"Incomplete: {item.what}"
        for item in required
        if not said.intersection(item.any_of)
        and (item.scope == "every" or topic is not None)
        and (not item.about or any(c in scope.focus for c in item.about) or topic is not None)
    )
