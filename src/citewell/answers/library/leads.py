"""The direct answer before a quotation: yes or no, a quantity, a rating. Taken from the quotation alone.

Only where the question asks for that form and the quotation is on what is asked about; a wrong "no" is worse
than none. What is said is a reading of the words quoted behind it, and is held to them by `fault_of`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from citewell.answers.library.asking import DOSES, TIMES, Form, form_of
from citewell.answers.library.choosing import Choice
from citewell.answers.library.quoting import quoted
from citewell.answers.library.rated import is_rating, variant_of
from citewell.answers.library.strangers import is_for_others
from citewell.answers.library.worth import others_for
from citewell.answers.wording import LEADS, voice
from citewell.model.answers import Audience, Claim, Question
from citewell.model.library import Document
from citewell.model.shelves import Gathered, Quotation
from citewell.model.sources import Direction
from citewell.text.quantities import Quantity, quantities
from citewell.text.tokens import content_words

_RATED = {
    Direction.FOR: "usually appropriate",
    Direction.OPTION: "may be appropriate",
    Direction.AGAINST: "usually not appropriate",
}
# What narrows a recommendation: such a one says neither yes nor no to everybody.
_NARROWED = re.compile(
    r"\b(?:if|unless|except|only|until|when|whenever|but|alone|solely|routine\w*|further|prior to|versus"
    r"|rather)\b",
    re.IGNORECASE,
)
# Words of a recommendation that are neither in the question nor what its guideline is about, at most: with
# more it may be about others. A "yes" may overlook what speaks against it, so that it is held to less.
_MOST_OTHER_OF_NO = 0.5
_MOST_OTHER_OF_YES = 0.4
_TELLING = content_words("""
    patient patients people person adult adults women men child children infant infants clinician clinicians
    recommended recommends recommend recommendation suggest suggests offer consider should treatment therapy
    management care group panel force committee evidence quality strong weak moderate low high conditional
    grade level use not against administer prescribe give given perform performed task work guideline
    association academy college society diagnosis
""")
_TWO_WAYS = 2
_CLAUSE = 120
_LABEL = re.compile(r"[(\[][^()\[\]]{0,120}[)\]]")
# What belongs to a quantity: the word before it, what is said of it behind, what parts it from the next.
_BEFORE = re.compile(
    r"\b(?:for|within|until|at|to|over|at least|up to|no more than|about)\s+$", re.IGNORECASE
)
_BEHIND = re.compile(
    r"(?:\s?/\s?(?:kg|day|d|h|dose)\b|\s+(?:per (?:kg|day|dose|hour|week)|a day|an hour|daily|weekly|monthly"
    r"|once|twice|(?:two|three|four|five|six) times|orally|intravenously)\b)+",
    re.IGNORECASE,
)
# The lower end of a range: "7- to 10-day".
_FROM = re.compile(r"\b\d+(?:\.\d+)?\s?[-–]?\s?(?:to\s|[-–])\s?$")
_JOINED = re.compile(r"[^.;:()\n]{0,20}")
# An age, how often something is done, whom and when a sentence is about.
_BESIDE = re.compile(
    r"\b(?:(?:aged?|ages|older|younger)\W+(?:\w+\W+){0,2}|every\s|each\s"
    r"|(?:more|longer|greater|fewer|less|later|earlier) than\s|(?:additional|further|another|extra)\s"
    r"|(?:if|when|who|whose|after|since|past|last|previous|prior|history|persist\w*|lasting|fail\w*)\b[^,;.:]*)$",
    re.IGNORECASE,
)
_OLD = re.compile(r"\s*(?:of age|old\b|or older|or younger|and older|and younger|[-–]\s?old)", re.IGNORECASE)


def led(choice: Choice, question: Question, gathered: Gathered) -> tuple[Claim, ...]:
    """The quotations that lead as claims, each with its direct answer; none where they point two ways."""
    form = form_of(question, gathered.kinds)
    claims = []
    for quotation in choice.leading:
        document = gathered.documents[quotation.document]
        others = others_for(quotation, document, question.pico.population)
        is_for_them = (
            not others
            and _is_for_them(quotation, choice.leading[0], document, question)
            and _is_of_best_variant(quotation, gathered, form)
        )
        lead = lead_of(quotation, document, form, question.audience) if is_for_them else ""
        claims.append(replace(quoted(quotation, document, others=others), lead=lead))
    pointing = {claim.direction for claim in claims if claim.lead and not form.units}
    return tuple(claims if len(pointing) < _TWO_WAYS else (replace(claim, lead="") for claim in claims))


def _is_for_them(quotation: Quotation, best: Quotation, document: Document, question: Question) -> bool:
    """Whether a quotation is for the people asked about; of ratings, as good as the best."""
    said = quotation.text
    if quotation.found is not None and is_rating(quotation.found):
        said = f"{said} {variant_of(quotation)}"
        label = best.found.label if best.found is not None and is_rating(best.found) else ""
        if variant_of(quotation) != variant_of(best) or quotation.found.label != label:
            return False
    return not is_for_others(said, document.source.title, question)


def _is_of_best_variant(quotation: Quotation, gathered: Gathered, form: Form) -> bool:
    """Whether no other variant of a rating's guideline has more of the question's words: a rating for back
    pain with a tumour answers nothing on uncomplicated back pain."""
    if not is_rating(quotation.found):
        return True
    variants = {
        variant_of(other)
        for other in gathered.quotations
        if other.document == quotation.document and is_rating(other.found)
    }
    shared = {variant: len(content_words(variant) & form.words) for variant in variants}
    own = len(content_words(variant_of(quotation)) & form.words)
    return own >= max(shared.values(), default=0)


def lead_of(quotation: Quotation, document: Document, form: Form, audience: Audience) -> str:
    """The direct answer that the quotation gives; empty where it gives none in the form asked for."""
    found = quotation.found
    if found is None:
        return ""
    if is_rating(found) and form.imaging and not form.about:
        return _rating(quotation, document, form)
    if not form.about or not form.is_spoken_of(quotation.text):
        return ""
    above = " ".join((quotation.text, *(context.text for context in quotation.context)))
    if is_rating(found):
        return _rating(quotation, document, form)
    if form.units:
        if form.units >= DOSES | TIMES:
            return ""
        subject = " ".join((above, document.source.title, *document.conditions))
        return _quantity(quotation.text, form) if form.has_condition_in(subject) else ""
    if form.yes_or_no and found.direction in LEADS and _is_on_it(quotation, document, form):
        return LEADS[found.direction][voice(audience)]
    return ""


def _rating(quotation: Quotation, document: Document, form: Form) -> str:
    """How a procedure is rated, where its table is of what the patient has."""
    found = quotation.found
    subject = " ".join((document.source.title, *(context.text for context in quotation.context)))
    if found is None or found.direction not in _RATED:
        return ""
    is_on_it = bool(form.conditions) and form.has_condition_in(subject)
    return f"Rated {found.label}, {_RATED[found.direction]}:" if is_on_it else ""


def fault_of(claim: Claim) -> str:
    """Why a claim's direct answer is not borne out by the words quoted; empty when it is."""
    lead = claim.lead
    if not lead:
        return ""
    if claim.direction is not None and lead in LEADS[claim.direction].values():
        return ""
    rated = f"Rated {claim.as_printed}, {_RATED.get(claim.direction, '')}:" if claim.direction else ""
    if lead == rated and (claim.as_printed or "") in claim.text:
        return ""
    return "" if lead.removesuffix(":") in claim.text else f"its quotation does not say {lead!r}"


def _is_on_it(quotation: Quotation, document: Document, form: Form) -> bool:
    """Whether the recommendation is on what is asked and on hardly anything else."""
    first, *items = quotation.text.split("\n")
    words = _LABEL.sub(" ", "\n".join((first, *filter(form.is_spoken_of, items))))
    introduced = any(context.text.rstrip().endswith(":") for context in quotation.context)
    if introduced or _NARROWED.search(words):
        return False
    title = " ".join((document.source.title, *document.conditions))
    said = content_words(words) - _TELLING
    other = said - content_words(title) - form.words
    is_no = quotation.found is not None and quotation.found.direction is Direction.AGAINST
    most = _MOST_OTHER_OF_NO if is_no else _MOST_OTHER_OF_YES
    return len(other) <= most * max(len(said), 1)


def _quantity(text: str, form: Form) -> str:
    """The one quantity of the kind asked for, as it is printed; nothing where there are several."""
    spans = list(_spans(text, form))
    return f"{text[slice(*spans[0])]}:" if len(spans) == 1 else ""


def _spans(text: str, form: Form) -> Iterator[tuple[int, int]]:
    """Where such quantities stand, with what belongs to them; those that hardly anything parts are one."""
    start = end = -1
    for quantity in quantities(text):
        if quantity.unit not in form.units or _is_beside(text, quantity):
            continue
        if start >= 0 and _JOINED.fullmatch(text, end, quantity.start):
            end = _end(text, quantity)
            continue
        if start >= 0:
            yield start, end
        first = _FROM.search(text, max(0, quantity.start - 12), quantity.start)
        begins = first.start() if first else quantity.start
        before = _BEFORE.search(text, max(0, begins - 24), begins)
        start, end = before.start() if before else begins, _end(text, quantity)
    if start >= 0:
        yield start, end


def _end(text: str, quantity: Quantity) -> int:
    behind = _BEHIND.match(text, quantity.end)
    return behind.end() if behind else quantity.end


def _is_beside(text: str, quantity: Quantity) -> bool:
    """Whether a quantity says something else than how much or how long."""
    before = max(0, quantity.start - _CLAUSE)
    return bool(_BESIDE.search(text, before, quantity.start) or _OLD.match(text, quantity.end))
