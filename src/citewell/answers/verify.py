"""The last gate. A claim that says more than its citations say falls, and the answer says that it fell.

Checked of every claim: its citations exist; each number with its unit, each vertebral level, each name that
is letters with a number ("B12") and each negation of its words stands in a finding or value it cites; a
direction is one that a cited finding has, and the words do not point the other way. Of a claim of the
library: its quote, its label and all that stands over it equal the source, character for character, at
their spans, what is said before it is borne out by it, and a source that no longer stands says so.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from citewell.answers.library.cautioning import is_borne_out
from citewell.answers.library.leads import fault_of as fault_of_lead
from citewell.model.answers import Answer, Claim, Section, ShownDisagreement, ShownDisposition, ShownSide
from citewell.model.catalog import Catalog
from citewell.model.shelves import NOTHING_GATHERED, Gathered
from citewell.model.sources import Direction
from citewell.text.designations import designations
from citewell.text.negation import contradicts
from citewell.text.quantities import levels, unsupported


def verify(
    answer: Answer,
    catalogs: Mapping[str, Catalog],
    passed: Mapping[str, frozenset[str]] | None = None,
    gathered: Gathered = NOTHING_GATHERED,
) -> Answer:
    """The answer with only its supported claims; each fallen claim is named in `incomplete`.

    passed: by pack, the keys of claims that were judged before and passed (see `gate.passing`).
    gathered: the documents of the library that may be quoted.
    """
    gate = _Gate(catalogs, passed or {}, gathered, {})
    bottom_line = gate.keep(answer.bottom_line)
    sections = tuple(Section(id=s.id, title=s.title, claims=gate.keep(s.claims)) for s in answer.sections)
    disagreements = tuple(d for d in answer.disagreements if _holds_together(d, gate))
    disposition = _kept_disposition(answer.disposition, gate)
    return replace(
        answer,
        bottom_line=bottom_line,
        sections=tuple(section for section in sections if section.claims),
        disagreements=disagreements,
        disposition=disposition,
        incomplete=(*answer.incomplete, *(f"{claim} left out: {why}" for claim, why in gate.faults.items())),
    )


@dataclass(frozen=True, slots=True)
class _Gate:
    """Judges claims one by one, putting down why one falls."""

    catalogs: Mapping[str, Catalog]
    passed: Mapping[str, frozenset[str]]
    gathered: Gathered
    faults: dict[str, str]

    def keep(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims that pass."""
        return tuple(self._with_safe_cautions(claim) for claim in claims if self.passes(claim))

    def _with_safe_cautions(self, claim: Claim) -> Claim:
        return replace(claim, cautions=self.keep(claim.cautions)) if claim.cautions else claim

    def passes(self, claim: Claim) -> bool:
        """Whether a claim is borne out by what it cites."""
        if key_of(claim) in self.passed.get(claim.pack, frozenset()):
            return True
        in_pack = self.catalogs.get(claim.pack)
        fault = fault_of(claim, in_pack) if in_pack else fault_of_quotation(claim, self.gathered)
        if fault:
            self.faults[claim.id] = fault
        return not fault


def key_of(claim: Claim) -> str:
    """A digest of all that the gate looks at in a claim."""
    looked_at = repr((claim.text, claim.citations, claim.direction and claim.direction.value, claim.quote))
    return hashlib.blake2b(looked_at.encode(), digest_size=12).hexdigest()


def fault_of(claim: Claim, catalog: Catalog) -> str:
    """Why a claim is not supported by what it cites; empty when it is."""
    missing = [citation for citation in claim.citations if citation not in catalog.findings]
    if missing:
        return f"cites {missing[0]}, which does not exist"
    unsupported_part = unsupported_words(
        claim.text,
        catalog.evidence(claim.citations),
        catalog.support(claim.citations),
        tuple(sorted(catalog.years(claim.citations))),
        catalog.names(claim.citations),
    )
    return unsupported_part or _misdirected(claim, catalog)


def fault_of_quotation(claim: Claim, gathered: Gathered) -> str:
    """Why a claim of the library is not its source's own words, or hides what became of the source."""
    quote = claim.quote
    if quote is None or quote.source not in gathered.texts:
        return "it quotes no document of the library"
    text = gathered.texts[quote.source]
    spans = [(claim.text, quote.start, quote.end), *((c.text, c.start, c.end) for c in claim.context)]
    for words, start, end in spans:
        if text[start:end] != words:
            return f"{words!r} does not stand at its place in {quote.source}"
    if any(citation.partition("#")[0] != quote.source for citation in claim.citations):
        return "it cites another source than it quotes"
    status = gathered.documents[quote.source].source.status
    if status.fallen and status.value not in claim.because:
        return f"its source is {status}, and it does not say so"
    return "" if is_borne_out(claim, gathered) else fault_of_lead(claim)


@lru_cache(maxsize=8192)
def unsupported_words(
    text: str,
    evidence: tuple[str, ...],
    support: tuple[str, ...],
    also: tuple[float, ...] = (),
    names: tuple[str, ...] = (),
) -> str:
    """The first thing in a text that is not borne out; empty when all is.

    evidence: the findings cited, which it may not contradict. support: all that its numbers and levels may
    stand in. also: numbers that may be named besides, such as the sources' years. names: what the sources
    are called.
    """
    extra = unsupported(text, support, also)
    if extra:
        return f"{text[extra[0].start : extra[0].end]!r} stands in none of its citations"
    cited_levels = frozenset[str]().union(*(levels(one) for one in support))
    strange = sorted(levels(text) - cited_levels)
    if strange:
        return f"{strange[0]} stands in none of its citations"
    told = frozenset[str]().union(*(designations(one) for one in (*support, *names)))
    unknown = sorted(designations(text) - told)
    if unknown:
        return f"{unknown[0].upper()} stands in none of its citations"
    denied = contradicts(text, evidence)
    return f"it says the opposite of its citations on {denied!r}" if denied else ""


def _misdirected(claim: Claim, catalog: Catalog) -> str:
    if claim.direction is None:
        return ""
    printed = {catalog.findings[c][1].direction for c in claim.citations} - {None}
    if printed and claim.direction not in printed:
        return f"its direction is {claim.direction}, its citations' is {sorted(str(d) for d in printed)[0]}"
    if claim.direction is Direction.AGAINST and not _NEGATIVE.intersection(claim.text.casefold().split()):
        return "it is a recommendation against, and its words do not say so"
    return ""


_NEGATIVE = frozenset(
    {"against", "not", "no", "avoid", "never", "withhold", "without", "don't", "stop", "cannot"}
)


def _holds_together(shown: ShownDisagreement, gate: _Gate) -> bool:
    """A disagreement is shown whole or not at all: a side less would be a side taken."""
    sides = (_as_claim(f"{shown.id}:side-{n}", s, shown) for n, s in enumerate(shown.sides, start=1))
    defaults = (shown.default,) if shown.default else ()
    return all(gate.passes(claim) for claim in (*sides, *defaults))


def _as_claim(claim_id: str, side: ShownSide, shown: ShownDisagreement) -> Claim:
    """A side as the claim it is; it says what has become of its source in its stance."""
    return Claim(
        id=claim_id,
        text=side.text,
        citations=side.citations,
        pack=shown.pack,
        quote=side.quote,
        because=side.stance,
    )


def _kept_disposition(shown: ShownDisposition | None, gate: _Gate) -> ShownDisposition | None:
    """A disposition is safety: a reason that fails is dropped, the disposition itself stays."""
    if shown is None:
        return None
    return replace(shown, because=tuple(because for because in shown.because if gate.passes(because.claim)))
