"""The page of a narrow question: the direct answer first, then what belongs beside it, by aspect."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from citewell.answers.claims import cautions_of, score_claims, with_lead
from citewell.answers.desk import Desk, Page, default_claim, shown, silences
from citewell.answers.must_mention import always_said
from citewell.answers.scope import Scope
from citewell.answers.select import Selection
from citewell.answers.wording import ASPECT_TITLES, aspect_title
from citewell.model.answers import Audience, Claim, Intent, Question, Section
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.text.tokens import content_words

_MOST_IN_BOTTOM_LINE = 3
# Asked when to refer or what to look out for, the emergencies are the answer.
_SAFETY_FIRST = frozenset({Intent.REFERRAL, Intent.RED_FLAGS})
_URGENT = frozenset({"red-flag", "referral"})
_VERDICT_WANTED = frozenset({Intent.SHOULD})
# Words that turn a question round, so that "yes" would no longer mean "use it".
_TURNING = content_words(
    "stop stopped avoid avoided withhold withheld withdraw withdrawn skip omit delay discontinue refuse "
    "against unsafe dangerous bad wrong harmful contraindicated not never no without instead rather"
)


def narrow_page(question: Question, scope: Scope, selection: Selection, desk: Desk) -> Page:
    """The answer to one thing asked, with the emergencies that every answer mentions."""
    safety = list(always_said(scope, desk.catalog))
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
        disagreements=tuple(shown(d, desk) for d in selection.disagreements),
        incomplete=silences(selection),
    )


def _direct_answer(question: Question, scope: Scope, selection: Selection, desk: Desk) -> tuple[Claim, ...]:
    """What answers most directly: the pack's default where bodies disagree, else the best statement."""
    scores = [claim for s in selection.scores for claim in score_claims(s, desk.catalog, desk.audience)[:2]]
    first = desk.claims(_each_once(selection.first)[:_MOST_IN_BOTTOM_LINE])
    if _leads(scope, selection):
        debated = [default_claim(d, desk) for d in selection.disagreements[:1]]
        return (*scores, *debated, *first[: _MOST_IN_BOTTOM_LINE - 1])
    if first and _asks_for_a_verdict(question, selection, scope, desk):
        first = (with_lead(first[0], desk.audience), *first[1:])
    return (*scores, *first)


def _asks_for_a_verdict(question: Question, selection: Selection, scope: Scope, desk: Desk) -> bool:
    """Whether yes or no to the very thing the first statement is about answers the question.

    "Can it be stopped?" or "what should she avoid?" must not be met with the yes of "use it", nor "does it
    speed healing?" with that of "use it to prevent fractures".
    """
    return (
        bool(_VERDICT_WANTED.intersection(question.intents))
        and any(concept in scope.focus for concept in selection.first[0].about[:1])
        and all(_is_about(selection.first[0], outcome, desk.catalog) for outcome in scope.soft_focus)
        and not _TURNING.intersection(content_words(question.text))
    )


def _is_about(statement: Statement, concept: str, catalog: Catalog) -> bool:
    return any(catalog.related(concept, one) for one in statement.about)


def _leads(scope: Scope, selection: Selection) -> bool:
    """A debate leads, unless something is said of the asked population alone and the debate is wider."""
    own = any(s.populations == scope.populations for s in selection.first[:1])
    wider = any(d.populations != scope.populations for d in selection.disagreements[:1])
    return selection.debate_leads and not (own and wider and len(scope.populations) == 1)


def _each_once(statements: Sequence[Statement]) -> list[Statement]:
    """The statements less those that say the same words as an earlier one (a warning on two drugs)."""
    return list({statement.wording: statement for statement in reversed(statements)}.values())[::-1]


def _score_sections(selection: Selection, desk: Desk) -> Iterator[Section]:
    for score in selection.scores:
        claims = score_claims(score, desk.catalog, desk.audience)[2:]
        if claims:
            yield Section(id=score.id, title=score.title, claims=claims)


def _aspect_sections(statements: list[Statement], desk: Desk) -> Iterator[Section]:
    cautions = [c for s in statements for c in cautions_of(s, desk.catalog, desk.audience)]
    for aspect in ASPECT_TITLES:
        chosen = [s for s in statements if s.aspects[0] == aspect]
        claims = (*desk.claims(chosen), *(cautions if aspect == "contraindication" else ()))
        if claims:
            yield Section(id=aspect, title=aspect_title(aspect, desk.audience), claims=claims)


def _safety_section(statements: list[Statement], desk: Desk) -> tuple[Section, ...]:
    urgent = all(_URGENT.intersection(statement.aspects) for statement in statements)
    of_a_patient = "Get help now if" if urgent else "Do not miss"
    title = of_a_patient if desk.audience is Audience.PATIENT else "Not to be missed"
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
