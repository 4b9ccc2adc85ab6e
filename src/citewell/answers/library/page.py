"""The library's answer as a page of its own, and beside a pack's answer, which leads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from citewell.answers.compose import UNMADE
from citewell.answers.library.cautioning import cautions_in, section_of, without
from citewell.answers.library.choosing import Choice, Guideline, choose
from citewell.answers.library.declining import declined
from citewell.answers.library.drug_choices import with_each_drug
from citewell.answers.library.leads import led
from citewell.answers.library.premise import contradicted, unheard
from citewell.answers.library.quoting import name_of, quoted
from citewell.answers.library.refuting import UNHEARD, refuted
from citewell.answers.library.rivals import is_new, rivals_in
from citewell.answers.library.subject import speaks_of, subject_of
from citewell.answers.library.support import DECISIVE, why_not
from citewell.answers.library.worth import others_for
from citewell.answers.wording import CAUTION, DISCLAIMER
from citewell.model.answers import Answer, Audience, Claim, Question, Refusal, Section
from citewell.model.pico import Population
from citewell.model.shelves import Gathered
from citewell.model.sources import SourceType
from citewell.model.standing import Status

_MOST_BESIDE_A_PACK = 6
_MOST_NAMED = 3
_TITLES = {
    "alerts": ("Contraindications and alerts", "Warnings"),
    "beside": ("From the library", "From other guidelines"),
}
_IN_THEIR_WORDS = "The guidelines are quoted in their own words, which were written for health professionals."


def with_library(
    draft: Answer, question: Question, gathered: Gathered, *, named: bool, doubted: bool
) -> Answer:
    """A pack's draft with what the library adds; the library's own page where no pack answers.

    named: whether the question names a topic of the pack, or the patient is of its population. doubted:
    whether an emergency that was named is not excluded: then the pack leads, whatever was asked. An emergency
    that it sees comes first on the library's page, too.
    """
    if not gathered.fingerprint:
        return draft
    refusal = why_not(question, gathered)
    choice = choose(gathered, question) if refusal is None else Choice()
    if choice.empty:
        known = refusal not in DECISIVE and not question.unread
        is_led = not draft.abstained and (named or doubted or known)
        return draft if is_led else declined(draft, question, gathered, refusal or Refusal.NOT_COVERED)
    if not (named or doubted) and (contradiction := contradicted(question, gathered)):
        return refuted(draft, question, gathered, contradiction)
    if draft.abstained or not (doubted or named or _is_read_whole(question)):
        return _led_by_emergency(library_page(question, choice, gathered), draft)
    return beside(draft, choice, question, gathered)


def _led_by_emergency(page: Answer, draft: Answer) -> Answer:
    """The library's page with what the pack understood of the patient and, first of all, its emergency.

    Where else a patient should go by the pack is of its own subject, and not of the page's.
    """
    shown = draft.disposition
    if shown is None or shown.severity != "critical":
        return replace(page, understood=draft.understood)
    urgent = (shown.claim, *(because.claim for because in shown.because))
    return replace(
        page,
        understood=draft.understood,
        disposition=shown,
        missing=draft.missing,
        bottom_line=(*urgent, *page.bottom_line),
    )


def _is_read_whole(question: Question) -> bool:
    """Whether the pack makes something of every word.

    A question that shares a test or a drug with the pack, and has words that it makes nothing of, may well be
    about something else.
    """
    return not question.leftover


def library_page(question: Question, choice: Choice, gathered: Gathered) -> Answer:
    """The answer that only the library gives: what answers best first, then what else each guideline says."""
    audience = question.audience
    leading = led(choice, question, gathered)
    cautions = cautions_in(gathered, question, leading)
    others = (*_alerts(choice, audience), *_more(choice, question.pico.population))
    return Answer(
        question=question.text,
        audience=audience,
        topic="library",
        title=_title(choice),
        status=Status.DRAFT.value,
        caution=CAUTION[Status.DRAFT],
        abstained=False,
        reason="",
        incomplete=(
            *read_as(gathered),
            *_by_others(question, choice),
            *((_IN_THEIR_WORDS,) if audience is Audience.PATIENT else ()),
        ),
        # Whoever reads no further must have read what warns.
        bottom_line=(*cautions[:1], *leading),
        sections=(*section_of(cautions[1:], question), *_without(others, cautions)),
        disagreements=rivals_in(choice, gathered, question.text, question.pico),
        references=(),
        understood=(),
        doubts=question.doubts,
        missing=(),
        disposition=None,
        follow_ups=(),
        disclaimer=DISCLAIMER[audience],
        provenance=UNMADE,
        choices=with_each_drug(question.text, gathered),
    )


def _without(sections: Iterable[Section], cautions: tuple[Claim, ...]) -> Iterator[Section]:
    """The sections less what stands among the cautions."""
    for section in sections:
        claims = without(section.claims, cautions)
        if claims:
            yield replace(section, claims=claims)


def _by_others(question: Question, choice: Choice) -> Iterator[str]:
    """That nothing shown is by a body that the question names, and takes something to be advised by."""
    sources = (each.document.source for each in choice.guidelines)
    missing = unheard(question.presumes.bodies if question.presumes else (), sources)
    if missing:
        yield UNHEARD.format(" or ".join(missing))


def beside(answer: Answer, choice: Choice, question: Question, gathered: Gathered) -> Answer:
    """A pack's answer with what the library adds on the very subject under a heading of its own, and the
    disagreements in the library that the pack does not have.
    """
    choice = _on(subject_of(question.text), choice)
    found = rivals_in(choice, gathered, question.text, question.pico)
    rivals = tuple(one for one in found if is_new(one, answer))
    said = tuple(
        quoted(quotation, guideline.document)
        for guideline in choice.guidelines
        for quotation in guideline.quotations[:2]
    )[:_MOST_BESIDE_A_PACK]
    added = Section(id="library", title=_title_of("beside", question.audience), claims=said)
    sections = (*((added,) if said else ()), *_alerts(choice, question.audience))
    disagreements = (*answer.disagreements, *rivals)
    return replace(answer, sections=(*answer.sections, *sections), disagreements=disagreements)


def _on(subject: frozenset[str], choice: Choice) -> Choice:
    """What of a choice speaks of the subject in so many words; a warning on a drug named always does."""
    return Choice(
        guidelines=tuple(_speaking(choice.guidelines, subject)),
        alerts=tuple(_speaking(choice.alerts, subject)),
        warnings=choice.warnings,
    )


def _speaking(guidelines: tuple[Guideline, ...], subject: frozenset[str]) -> Iterator[Guideline]:
    for guideline in guidelines:
        own = tuple(q for q in guideline.quotations if speaks_of(subject, q, guideline.document))
        if own:
            yield Guideline(document=guideline.document, quotations=own)


def read_as(gathered: Gathered) -> tuple[str, ...]:
    """How misspelt words were read, so that a wrong reading is seen."""
    said = [f"“{typed}” was read as “{read}”." for typed, read in gathered.read_as]
    for typed, drugs in gathered.undecided:
        could_be = " or ".join(f"“{drug}”" for drug in drugs)
        said.append(f"“{typed}” could be {could_be}: it was searched as neither. Ask again with the name.")
    return tuple(said)


def _title(choice: Choice) -> str:
    guidelines = choice.guidelines or choice.warnings or choice.alerts
    sources = [each.document.source for each in guidelines]
    names = list(dict.fromkeys(name_of(source) for source in sources))[:_MOST_NAMED]
    all_guidelines = all(source.type is SourceType.GUIDELINE for source in sources)
    return f"What {'guidelines' if all_guidelines else 'the sources'} say: {'; '.join(names)}"


def _alerts(choice: Choice, audience: Audience) -> tuple[Section, ...]:
    claims = _claims((*choice.warnings, *choice.alerts))
    return (Section(id="alerts", title=_title_of("alerts", audience), claims=claims),) if claims else ()


def _more(choice: Choice, people: Population) -> tuple[Section, ...]:
    """Every guideline with what it says besides its lines at the top."""
    sections = []
    for guideline in choice.guidelines:
        rest = [quotation for quotation in guideline.quotations if quotation not in choice.leading]
        document, source = guideline.document, guideline.document.source
        claims = tuple(quoted(q, document, others=others_for(q, document, people)) for q in rest)
        if claims:
            name = name_of(source)
            title = source.title if source.title.startswith(name.rstrip("…")) else f"{name}: {source.title}"
            sections.append(Section(id=f"library:{source.id}", title=title, claims=claims))
    return tuple(sections)


def _claims(guidelines: tuple[Guideline, ...]) -> tuple[Claim, ...]:
    return tuple(quoted(q, guideline.document) for guideline in guidelines for q in guideline.quotations)


def _title_of(name: str, audience: Audience) -> str:
    professional, patient = _TITLES[name]
    return patient if audience is Audience.PATIENT else professional
