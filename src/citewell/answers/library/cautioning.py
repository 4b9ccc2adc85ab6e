"""What the library warns of in this patient: the first begins the page; all stand before the gate."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from citewell.answers.library.peopled import others_in
from citewell.answers.library.quoting import quoted
from citewell.model.answers import Audience, Claim, Question, Quote, Section
from citewell.model.shelves import Caution, Gathered
from citewell.text.caution_words import naming

SECTION = "cautions"
_TITLE = {
    Audience.PATIENT: "Take care because of what you told us",
}
_PROFESSIONAL = "Cautions for this patient"
_BECAUSE = "Because of {}:"


def cautions_in(gathered: Gathered, question: Question, said: Sequence[Claim]) -> tuple[Claim, ...]:
    """What the library warns of in this patient, the weightiest first.

    said: what answers on the page's beginning; what stands in it is not said again.
    """
    return tuple(_claims(gathered, question, said))


def section_of(claims: tuple[Claim, ...], question: Question) -> tuple[Section, ...]:
    """Cautions as a section of the page; none where there are none."""
    title = _TITLE.get(question.audience, _PROFESSIONAL)
    return (Section(id=SECTION, title=title, claims=claims),) if claims else ()


def _claims(gathered: Gathered, question: Question, said: Sequence[Claim]) -> Iterator[Claim]:
    quotes = [claim.quote for claim in said if claim.quote]
    for one in gathered.cautions:
        document = gathered.documents.get(one.quotation.document)
        if document is None or any(_holds(quote, one) for quote in quotes):
            continue
        if not others_in(document.source.title, question.pico.population):
            yield replace(quoted(one.quotation, document), lead=_BECAUSE.format(one.told))


def without(claims: Iterable[Claim], said: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims less those whose words were said."""
    quotes = {claim.quote for claim in said}
    return tuple(claim for claim in claims if claim.quote not in quotes)


def is_borne_out(claim: Claim, gathered: Gathered) -> bool:
    """Whether what is said before a caution is: that it is quoted because of a fact which its words name."""
    return any(
        claim.lead == _BECAUSE.format(one.told)
        and claim.quote == _place(one)
        and any(naming(one.names).search(words) for words in (claim.text, *(c.text for c in claim.context)))
        for one in gathered.cautions
    )


def _place(caution: Caution) -> Quote:
    return Quote(caution.quotation.document, caution.quotation.start, caution.quotation.end)


def _holds(quote: Quote, caution: Caution) -> bool:
    """Whether a quote holds the caution's words."""
    own = caution.quotation
    return quote.source == own.document and quote.start <= own.start and own.end <= quote.end
