"""An answer taken apart for its judges: what it quotes, what it says, and whether its citations hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from citewell.engine import Engine
from citewell.errors import InputError
from citewell.evaluation.quoting import Quoted
from citewell.model.answers import Answer, Audience, Claim, Quote, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an answer gave.

    quoted: its quotations. said: each claim with its heads, the body and the year of its sources. stated: the
    sentences alone. faithful: of the quotations, how many stand at their span, character for character.
    cited: of the claims, how many have a reference that is listed. guidelines: the files in which the sources
    cited were read, less their endings, whether they are quoted or a pack tells what they say.
    """

    abstained: bool
    refusal: Refusal | None
    quoted: tuple[Quoted, ...]
    said: tuple[str, ...]
    stated: tuple[str, ...]
    faithful: int
    claims: int
    cited: int
    guidelines: frozenset[str]


def answer_to(text: str, engine: Engine, *, name: str, audience: Audience) -> Answer:
    """The engine's answer to a judged question. Raises InputError, with its name, where it is refused."""
    try:
        return engine.answer(text, audience=audience)
    except InputError as error:
        raise InputError(f"question {name}: {error.message}", hint=error.hint) from None


def audience_of(asker: str) -> Audience:
    """For whom an answer is worded: who is no patient is a clinician."""
    return Audience.PATIENT if asker == "patient" else Audience.CLINICIAN


def claims_of(answer: Answer) -> Iterator[Claim]:
    """The claims of an answer, in order."""
    yield from answer.bottom_line
    for section in answer.sections:
        yield from section.claims


def taken_apart(answer: Answer, engine: Engine) -> Given:
    """What an answer gave, checked against the texts it quotes."""
    origins = {reference.id: reference.origin.rpartition("/")[2] for reference in answer.references}
    sources = {one.id: f"{one.body} {one.short} {one.year}" for one in answer.references}
    claims = tuple(claims_of(answer))
    quoting = [(claim, claim.quote) for claim in claims if claim.quote]
    return Given(
        abstained=answer.abstained,
        refusal=answer.refusal,
        quoted=tuple(_quoted(claim, origins[quote.source]) for claim, quote in quoting),
        said=tuple(_said(claim, sources) for claim in claims),
        stated=tuple(text for claim in claims for text in (claim.lead, claim.text) if text),
        faithful=sum(_stands(claim.text, quote, engine) for claim, quote in quoting),
        claims=len(claims),
        cited=sum(any(_source_of(one) in sources for one in claim.citations) for claim in claims),
        guidelines=frozenset(PurePosixPath(origin).stem for origin in origins.values()),
    )


def _quoted(claim: Claim, file: str) -> Quoted:
    above = " ".join(context.text for context in claim.context)
    return Quoted(file=file, text=claim.text, above=above, grade=claim.as_printed or "")


def _said(claim: Claim, sources: dict[str, str]) -> str:
    above = " ".join(context.text for context in claim.context)
    bodies = " ".join(sources.get(_source_of(one), "") for one in claim.citations)
    return f"{claim.lead} {above} {claim.text} {claim.as_printed or ''} {bodies}"


def _source_of(citation: str) -> str:
    return citation.partition("#")[0]


def _stands(text: str, quote: Quote, engine: Engine) -> bool:
    """Whether the words of a quotation are its source's, at its span."""
    return engine.shelf is not None and engine.shelf.text(quote.source)[quote.start : quote.end] == text
