"""An answer → the records of the public JSON contract (see `contract`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from citewell.answers.contract import (
    AnswerDocument,
    ApplicationDocument,
    BecauseDocument,
    CautionDocument,
    ChangeDocument,
    ClaimDocument,
    ContextDocument,
    DisagreementDocument,
    DispositionDocument,
    FactsDocument,
    FindingDocument,
    HandedOverDocument,
    MissingDocument,
    PackDocument,
    PartDocument,
    PhraseDocument,
    PicoDocument,
    PopulationDocument,
    ProvenanceDocument,
    QuoteDocument,
    RecommendationDocument,
    ReferenceDocument,
    ReviewDocument,
    ScoreDocument,
    ScoreItemDocument,
    SectionDocument,
    SideDocument,
    TakenOverDocument,
    UnderstoodDocument,
)
from citewell.model.answers import (
    Answer,
    Claim,
    MissingFact,
    Provenance,
    Quote,
    ScoreResult,
    ShownDisagreement,
    ShownDisposition,
    TakenOver,
    UnderstoodFact,
)
from citewell.model.applications import Application, HandedOver, Part
from citewell.model.catalog import Catalog
from citewell.model.pico import Phrase, Pico
from citewell.model.references import Reference
from citewell.model.standing import Standing


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Which number each source has in this answer."""

    of: Mapping[str, int]

    def citations(self, citations: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the sources cited, each once, in the order of citation."""
        return tuple(dict.fromkeys(self.of[citation.partition("#")[0]] for citation in citations))


def answer_document(answer: Answer, catalogs: Mapping[str, Catalog]) -> AnswerDocument:
    """The contract's form of an answer."""
    numbers = _numbers(answer.references)
    claims = [*answer.bottom_line, *(c for s in answer.sections for c in s.claims)]
    return AnswerDocument(
        question=answer.question,
        audience=answer.audience.value,
        topic=answer.topic,
        title=answer.title,
        status=answer.status,
        caution=answer.caution,
        abstained=answer.abstained,
        reason=answer.reason,
        incomplete=answer.incomplete,
        bottom_line=_claims(answer.bottom_line, numbers),
        sections=tuple(SectionDocument(s.id, s.title, _claims(s.claims, numbers)) for s in answer.sections),
        disagreements=tuple(_disagreement(d, numbers) for d in answer.disagreements),
        references=_references(answer.references, _cited(claims, answer), catalogs),
        facts=_facts(answer.understood, answer.missing, answer.doubts),
        disposition=_disposition(answer.disposition, numbers),
        follow_ups=answer.follow_ups,
        nearest=answer.nearest,
        terms=dict(answer.terms),
        disclaimer=answer.disclaimer,
        provenance=_provenance(answer.provenance),
        refusal=answer.refusal.value if answer.refusal else None,
        choices=answer.choices,
        after=answer.after or None,
        read_as=answer.read_as,
        changed=answer.changed,
        pico=_pico(answer.pico),
        review=_review(answer.review),
        hand_overs=tuple(_taken_over(each) for each in answer.hand_overs),
    )


def _taken_over(taken: TakenOver) -> TakenOverDocument:
    return TakenOverDocument(taken.pack, taken.topic, taken.section, taken.title, taken.question)


def application_document(application: Application, catalogs: Mapping[str, Catalog]) -> ApplicationDocument:
    """The contract's form of packs applied to a patient."""
    numbers = _numbers(application.references)
    cited = {c for part in application.parts for claim in part.claims for c in claim.cited}
    cited |= {c for part in application.parts for verdict in part.verdicts for c in verdict.caution_cites}
    leading = _part(application.leading, numbers)
    return ApplicationDocument(
        audience=application.audience.value,
        pack=leading.pack,
        title=leading.title,
        status=leading.status,
        caution=leading.caution,
        facts=_facts(application.understood, application.missing, application.doubts),
        excluded=leading.excluded,
        disposition=leading.disposition,
        recommendations=leading.recommendations,
        scores=leading.scores,
        missing=leading.missing,
        hand_overs=leading.hand_overs,
        others=tuple(_part(part, numbers) for part in application.others),
        references=_references(application.references, cited, catalogs),
        disclaimer=application.disclaimer,
        provenance=_provenance(application.provenance),
        review=leading.review,
    )


def _part(part: Part, numbers: _Numbers) -> PartDocument:
    pairs = zip(part.recommendations, part.verdicts, strict=True)
    return PartDocument(
        pack=part.pack,
        title=part.title,
        status=part.status,
        caution=part.caution,
        excluded=part.excluded,
        disposition=_disposition(part.disposition, numbers),
        recommendations=tuple(
            RecommendationDocument(
                _claim(claim, numbers),
                verdict.verdict,
                verdict.failed,
                verdict.missing,
                verdict.not_excluded,
            )
            for claim, verdict in pairs
        ),
        scores=tuple(_score(score, numbers) for score in part.scores),
        missing={fact.id: fact.decides for fact in part.missing},
        hand_overs=tuple(_handed_over(handed, numbers) for handed in part.hand_overs),
        review=_review(part.review),
    )


def _handed_over(handed: HandedOver, numbers: _Numbers) -> HandedOverDocument:
    return HandedOverDocument(
        pack=handed.pack,
        pack_title=handed.pack_title,
        topic=handed.topic,
        title=handed.title,
        question=handed.question,
        claims=_claims(handed.claims, numbers),
    )


def _review(standing: Standing | None) -> ReviewDocument | None:
    return review_document(standing) if standing else None


def review_document(standing: Standing) -> ReviewDocument:
    """What the editorial board says, as programs read it."""
    return ReviewDocument(
        subject=standing.subject,
        version=standing.version,
        status=standing.status.value,
        since=standing.since,
        updated=standing.updated,
        by=standing.by,
        expires=standing.expires or None,
    )


def _pico(pico: Pico) -> PicoDocument:
    people = pico.population
    return PicoDocument(
        population=PopulationDocument(
            age=people.age,
            sex=people.sex,
            groups=tuple(sorted(people.groups)),
            phrases=_phrases(people.phrases),
        ),
        conditions=_phrases(pico.conditions),
        negated=_phrases(pico.negated),
        interventions=_phrases(pico.interventions),
        comparators=_phrases(pico.comparators),
        outcomes=_phrases(pico.outcomes),
        body_parts=_phrases(pico.body_parts),
        levels=_phrases(pico.levels),
        settings=_phrases(pico.settings),
        times=_phrases(pico.times),
        current=_phrases(pico.current),
    )


def _phrases(phrases: Iterable[Phrase]) -> tuple[PhraseDocument, ...]:
    return tuple(PhraseDocument(phrase.id, phrase.start, phrase.end) for phrase in phrases)


def _numbers(references: Sequence[Reference]) -> _Numbers:
    return _Numbers({reference.id: reference.n for reference in references})


def _claims(claims: Iterable[Claim], numbers: _Numbers) -> tuple[ClaimDocument, ...]:
    return tuple(_claim(claim, numbers) for claim in claims)


def _claim(claim: Claim, numbers: _Numbers) -> ClaimDocument:
    return ClaimDocument(
        id=claim.id,
        title=claim.title,
        text=claim.text if claim.quote else f"{claim.lead} {claim.text}".strip(),
        quote=_quote(claim.quote),
        citations=numbers.citations(claim.citations),
        recommendation=claim.recommendation,
        direction=claim.direction.value if claim.direction else None,
        strength=claim.strength,
        certainty=claim.certainty,
        as_printed=claim.as_printed,
        applies=claim.applies,
        because=claim.because,
        evidence=claim.citations,
        context=tuple(ContextDocument(c.text, c.start, c.end) for c in claim.context),
        lead=claim.lead,
        effect=claim.effect.value if claim.effect else None,
        cautions=tuple(
            CautionDocument(
                c.id, c.title, f"{c.lead} {c.text}".strip(), numbers.citations(c.citations), c.citations
            )
            for c in claim.cautions
        ),
        pack=claim.pack,
    )


def _quote(quote: Quote | None) -> QuoteDocument | None:
    return QuoteDocument(quote.source, quote.start, quote.end) if quote else None


def _disagreement(shown: ShownDisagreement, numbers: _Numbers) -> DisagreementDocument:
    sides = tuple(
        SideDocument(
            side.body,
            side.year,
            side.stance,
            side.grade or None,
            side.population,
            side.text,
            numbers.citations(side.citations),
            _quote(side.quote),
        )
        for side in shown.sides
    )
    default = _claim(shown.default, numbers) if shown.default else None
    return DisagreementDocument(shown.id, shown.title, shown.question, sides, default)


def _cited(claims: Iterable[Claim], answer: Answer) -> set[str]:
    cited = {citation for claim in claims for citation in claim.cited}
    for shown in answer.disagreements:
        cited |= {citation for side in shown.sides for citation in side.citations}
        cited |= set(shown.default.citations) if shown.default else set()
    return cited | _cited_by(answer.disposition)


def _cited_by(disposition: ShownDisposition | None) -> set[str]:
    if disposition is None:
        return set()
    return {
        c for claim in (disposition.claim, *(b.claim for b in disposition.because)) for c in claim.citations
    }


def _references(
    references: Iterable[Reference], cited: set[str], catalogs: Mapping[str, Catalog]
) -> tuple[ReferenceDocument, ...]:
    findings: dict[str, list[FindingDocument]] = {}
    for citation in sorted(cited):
        for catalog in catalogs.values():
            if citation in catalog.findings:
                source, finding = catalog.findings[citation]
                document = FindingDocument(
                    citation, finding.text, finding.locator, finding.reading.value, finding.via
                )
                findings.setdefault(source.id, []).append(document)
                break
    return tuple(_reference(reference, findings.get(reference.id, [])) for reference in references)


def _reference(reference: Reference, findings: Sequence[FindingDocument]) -> ReferenceDocument:
    return ReferenceDocument(
        n=reference.n,
        id=reference.id,
        origin=reference.origin or None,
        type=reference.type,
        title=reference.title,
        body=reference.body,
        short=reference.short,
        year=reference.year,
        doi=reference.doi or None,
        pmid=reference.pmid or None,
        url=reference.url or None,
        status=reference.status,
        status_note=reference.status_note,
        authors=reference.authors,
        container=reference.container,
        volume=reference.volume,
        issue=reference.issue,
        page=reference.page,
        released=reference.released or None,
        digest=reference.digest or None,
        findings=tuple(findings),
    )


def _facts(
    understood: Iterable[UnderstoodFact], missing: Iterable[MissingFact], doubts: tuple[str, ...]
) -> FactsDocument:
    return FactsDocument(
        tuple(UnderstoodDocument(f.id, f.label, f.given, f.value, f.origin, f.span) for f in understood),
        tuple(MissingDocument(m.id, m.label, m.ask, m.decides) for m in missing),
        doubts,
    )


def _disposition(shown: ShownDisposition | None, numbers: _Numbers) -> DispositionDocument | None:
    if shown is None:
        return None
    return DispositionDocument(
        id=shown.id,
        title=shown.title,
        severity=shown.severity,
        text=shown.claim.text,
        citations=numbers.citations(shown.claim.citations),
        because=tuple(
            BecauseDocument(b.claim.text, numbers.citations(b.claim.citations), b.facts, b.claim.pack)
            for b in shown.because
        ),
        provisional=shown.provisional,
        not_excluded=shown.not_excluded,
        would_change=tuple(ChangeDocument(dict(c.facts), c.text, c.to, c.title) for c in shown.changes),
        pack=shown.claim.pack,
    )


def _score(score: ScoreResult, numbers: _Numbers) -> ScoreDocument:
    return ScoreDocument(
        id=score.id,
        title=score.title,
        label=score.label,
        low=score.low,
        high=score.high,
        items=tuple(ScoreItemDocument(*item) for item in score.items),
        claims=_claims(score.claims, numbers),
        missing=score.missing,
    )


def _provenance(provenance: Provenance) -> ProvenanceDocument:
    packs = tuple(PackDocument(*pack) for pack in provenance.packs)
    return ProvenanceDocument(provenance.engine, packs, provenance.index, provenance.fingerprint)
