"""Articles: an answer for every reader, kept as a page that is reviewed, with what its editors changed.

An article is a question and edits. Its text comes through the gate of every answer (`answers.verify`), an
editor's as well, so that it can be made again later and compared. Version, status and date of the last change
are the desk's.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from citewell.answers.must_mention import lost
from citewell.answers.verify import fault_of
from citewell.editorial.weight import turned_limit
from citewell.engine.answering import Engine
from citewell.engine.article_edits import Edit, edits_as_text, edits_of, question_of, settled
from citewell.engine.article_parts import Answers, article_parts, cited_sources, claims_of, topics_of
from citewell.engine.reviewable_fields import distinct
from citewell.engine.sources import KnownSources
from citewell.errors import InputError
from citewell.model.answers import Answer, Audience, Claim, ShownDisagreement
from citewell.model.catalog import Catalog
from citewell.model.reviews import Content, Status, Subject, SubjectKind
from citewell.storage.ledger import Memory
from citewell.text.canonical import digest_of_json
from citewell.text.firmness import firm_words, grades_named, open_words
from citewell.text.negation import denied_in_one
from citewell.text.plain_text import checked_line

MOST_QUESTION = 500
_LONGEST_NAME = 80


def article_subject(question: str) -> Subject:
    """The article of a question, named by its words. Raises InputError where none can be spelt."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME + 1].rpartition("-")[0]
    name = short or name[:_LONGEST_NAME]
    if not name:
        raise InputError("no name can be made of this question: name the article yourself, as article:NAME")
    return Subject(SubjectKind.ARTICLE, name)


def article(
    engine: Engine, question: str, *, edits: Sequence[Edit] = (), known: KnownSources | None = None
) -> Content:
    """The answer to a question for every reader, with the edits, as content of the desk.

    known: what is known of sources, by default the engine's own library. Raises InputError for a question
    that has no answer or is about one patient, for an edit of what is not there or is a quotation, for a
    wording that the gate refuses, and where something would be lost that may not be left out.
    """
    question = checked_line(question, "question", most=MOST_QUESTION)
    given = settled(edits)
    made = {audience: _answered(engine, question, audience) for audience in Audience}
    _check_claims(given, made)
    answers = {audience: _edited(answer, given, engine.catalogs) for audience, answer in made.items()}
    shelf = engine.shelf
    known = known or KnownSources(library=shelf.library if shelf else None)
    return Content(
        title=answers[Audience.CLINICIAN].title,
        topics=topics_of(answers, engine.catalogs),
        parts=distinct(article_parts(answers, engine.catalogs)),
        sources=cited_sources(answers, engine.catalogs, known),
        made_of=tuple(_made_of(question, given, answers)),
        documents=tuple((audience.value, engine.document(answer)) for audience, answer in answers.items()),
    )


def remade(engine: Engine, content: Content, *, known: KnownSources | None = None) -> Content:
    """The same article with the packs, the library and the engine of now; raises as `article`."""
    return article(engine, question_of(content), edits=edits_of(content), known=known)


def with_edit(engine: Engine, content: Content, edit: Edit, *, known: KnownSources | None = None) -> Content:
    """An article with one edit more, made again; raises as `article`."""
    return article(engine, question_of(content), edits=(*edits_of(content), edit), known=known)


def _answered(engine: Engine, question: str, audience: Audience) -> Answer:
    """The answer, told to nobody's ledger. Where a pack stands with the board is not what a page says."""
    answer = _unrecorded(engine).answer(question, audience=audience)
    if answer.abstained:
        raise InputError(
            f"an article needs an answer, and for the {audience.value} there is none: {answer.reason}",
            hint="see what is answered: citewell ask",
        )
    if answer.disposition is not None:
        raise InputError(
            "the question is about one patient, and an article is for everybody",
            hint="ask without age, findings and history",
        )
    return replace(answer, status=Status.DRAFT.value, caution="")


def _unrecorded(engine: Engine) -> Engine:
    return Engine(
        tuple(engine.catalogs.values()),
        today=engine.today,
        passed=engine.passed,
        shelf=engine.shelf,
        past=Memory(),
        plain=engine.plain,
        kinds=engine.kinds,
        terms=engine.terms,
    )


def _check_claims(edits: Iterable[Edit], answers: Answers) -> None:
    """Every edit is about a claim that its reader has, and that is written in words of our own."""
    claims = {a: {claim.id: claim for claim in claims_of(answer)} for a, answer in answers.items()}
    for edit in edits:
        readers = (edit.audience,) if edit.audience else tuple(Audience)
        found = [claims[reader][edit.claim] for reader in readers if edit.claim in claims[reader]]
        if not found:
            whose = f" for the {edit.audience.value}" if edit.audience else ""
            raise InputError(f"the article has no claim {edit.claim!r}{whose}")
        if edit.wording is not None and found[0].quote:
            raise InputError(f"{edit.claim} is a quotation: its words are the source's, and are not edited")


def _edited(answer: Answer, edits: Sequence[Edit], catalogs: Mapping[str, Catalog]) -> Answer:
    """The answer as its editors want it. Raises InputError for what the gate refuses, or would be lost."""
    wordings = {edit.claim: edit.wording for edit in edits if edit.audience is answer.audience}
    left_out = {edit.claim for edit in edits if edit.wording is None}

    def changed(claim: Claim) -> Claim | None:
        if claim.id in left_out:
            return None
        wording = wordings.get(claim.id)
        return claim if wording is None else _through_the_gate(claim, wording, answer.audience, catalogs)

    edited = _with_claims(answer, changed)
    if edited == answer:
        return answer
    for catalog in catalogs.values():
        for what in lost(answer, edited, catalog):
            raise InputError(f"an article may not leave out: {what}")
    if not edited.bottom_line and not edited.sections:
        raise InputError(f"nothing would be left for the {answer.audience.value}")
    return replace(edited, provenance=replace(edited.provenance, fingerprint=_fingerprint(answer, edits)))


def _through_the_gate(
    claim: Claim, wording: str, audience: Audience, catalogs: Mapping[str, Catalog]
) -> Claim:
    """The claim in other words, which its citations bear out, and which do not turn round what it said."""
    worded = replace(claim, text=wording)
    catalog = catalogs[claim.pack]
    fault = fault_of(worded, catalog) or _turned_round(wording, claim.text) or _firmer(worded, claim, catalog)
    if fault:
        raise InputError(
            f"the gate refuses the wording of {claim.id} for the {audience.value}: {fault}",
            hint="say what its citations say, and deny what the answer denies",
        )
    return worded


def _turned_round(wording: str, said: str) -> str:
    """What is the opposite in other words for the same; an editor's stay near those of the answer."""
    denied = denied_in_one(wording, said)
    if denied:
        return f"it says the opposite of the answer on {denied!r}"
    limit = turned_limit(said, wording)
    return f"it turns round the limit of {limit}" if limit else ""


def _firmer(worded: Claim, claim: Claim, catalog: Catalog) -> str:
    """A grade that nothing it cites has, or a "should" where all that is said and cited says "may"."""
    findings = [catalog.findings[citation][1] for citation in claim.citations]
    told = " ".join((claim.text, *catalog.evidence(claim.citations)))
    printed = {part.strip().lower() for each in findings for part in (each.grade or "").split(";")}
    strange = sorted(grades_named(worded.text) - grades_named(told) - printed)
    if strange:
        return f"the grade {strange[0]!r} is printed in none of its citations"
    firm = firm_words(worded.text)
    if firm and open_words(told) and not firm_words(told):
        return f"it says {firm[0]!r} of what is left open"
    return ""


def _with_claims(answer: Answer, changed: Callable[[Claim], Claim | None]) -> Answer:
    """The answer with its claims changed; what is left without claims or citations goes, too."""
    sections = (replace(s, claims=tuple(_kept(map(changed, s.claims)))) for s in answer.sections)
    after = replace(
        answer,
        bottom_line=tuple(_kept(map(changed, answer.bottom_line))),
        sections=tuple(section for section in sections if section.claims),
        disagreements=tuple(_with_default(each, changed) for each in answer.disagreements),
    )
    cited = set(_cited(after))
    references = [reference for reference in answer.references if reference.id in cited]
    return replace(after, references=tuple(replace(each, n=n) for n, each in enumerate(references, start=1)))


def _with_default(shown: ShownDisagreement, changed: Callable[[Claim], Claim | None]) -> ShownDisagreement:
    """What is answered where bodies differ reads alike in both its places, and stays in this one."""
    default = shown.default
    return replace(shown, default=changed(default) or default) if default else shown


def _kept(claims: Iterable[Claim | None]) -> Iterator[Claim]:
    return (claim for claim in claims if claim is not None)


def _cited(answer: Answer) -> Iterator[str]:
    claims = [*claims_of(answer), *_kept(each.default for each in answer.disagreements)]
    citations = [citation for claim in claims for citation in claim.citations]
    citations += [c for each in answer.disagreements for side in each.sides for c in side.citations]
    return (citation.partition("#")[0] for citation in citations)


def _fingerprint(answer: Answer, edits: Sequence[Edit]) -> str:
    """Of an edited page: no answer to the question has it."""
    return digest_of_json([answer.provenance.fingerprint, edits_as_text(edits)])[:32]


def _made_of(question: str, edits: Sequence[Edit], answers: Answers) -> Iterator[tuple[str, str]]:
    made = answers[Audience.CLINICIAN].provenance
    yield "question", question
    if edits:
        yield "edits", edits_as_text(edits)
    yield "engine", made.engine
    yield "index", made.index
    for pack_id, version, digest in made.packs:
        yield f"pack:{pack_id}", f"{version} {digest}"
