"""What one pack says of a patient beside others: less what is told already, and where it hands over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from citewell.answers import patient
from citewell.answers.claims import claim_of
from citewell.answers.once import Told
from citewell.answers.wording import CAUTION, worded
from citewell.guidelines.apply import apply
from citewell.guidelines.hand_overs import holding
from citewell.guidelines.logic import circumstances, leaves
from citewell.model.answers import Audience, Claim, MissingFact, ShownDisposition
from citewell.model.applications import HandedOver, Part
from citewell.model.applied import Applied, Disposed
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactType, HandOver

# By severity, how soon somebody is told; whatever else there is comes after.
URGENCY = ("critical", "warning")


@dataclass(frozen=True, slots=True)
class Consulted:
    """A pack, and what it makes of a patient."""

    catalog: Catalog
    applied: Applied

    @property
    def held(self) -> Disposed | None:
        """The disposition for which a reason holds; None where at most what remains is left."""
        disposed = self.applied.disposition
        return disposed if disposed and disposed.because else None

    @property
    def urgency(self) -> int:
        """How soon the patient is to be sent somewhere: 0 at once, the highest for no reason that holds."""
        severity = self.held.disposition.severity if self.held else ""
        return URGENCY.index(severity) if severity in URGENCY else len(URGENCY)

    @property
    def is_for(self) -> bool:
        """Whether the patient is certainly one of those whom the pack is for."""
        return bool(self.applied.in_population)

    @property
    def is_left_out(self) -> bool:
        """Whether the pack leaves the patient out, and knows of nothing that calls for help all the same."""
        return bool(self.applied.excluded) and self.held is None


# Said where no exclusion of the pack says more. Of the pack alone, so that it cites nothing.
_NOT_PLACED = {
    True: "From the facts given it is not clear that this guidance is meant for you.",
    False: "The facts given do not show that the patient is one of those whom this pack is for.",
}


def part_of(
    one: Consulted, asked: Sequence[Consulted], speaking: Sequence[Consulted], audience: Audience, *, on: str
) -> Part:
    """What a pack says of a patient, in the reader's words. asked, speaking: as of `application_of`.

    Beside another, a pack that is not for the patient recommends nothing and asks nothing.
    """
    catalog, applied = one.catalog, one.applied
    is_silent = one is not speaking[0] and (one.is_left_out or not one.is_for)
    recommendations = () if is_silent else catalog.recommendations
    disposed = patient.disposition(applied, catalog, audience) if _is_disposed(one, on=on) else None
    return Part(
        pack=catalog.pack.id,
        title=catalog.pack.title,
        excluded=_outside(applied, audience),
        disposition=disposed,
        recommendations=tuple(claim_of(s, catalog, audience, applied) for s in recommendations),
        verdicts=tuple(applied.verdicts[s.id] for s in recommendations),
        missing=() if is_silent else patient.missing(applied, catalog, audience),
        scores=() if is_silent else patient.scores(applied, catalog, audience),
        hand_overs=tuple(_handed_over(one, asked, speaking, audience, on=on)),
        status=catalog.pack.status.value,
        caution=CAUTION[catalog.pack.status],
    )


def _outside(applied: Applied, audience: Audience) -> tuple[str, ...]:
    """Why the pack is not, or not known to be, for this patient."""
    if applied.excluded:
        return tuple(worded(each.wording, audience) for each in applied.excluded)
    return () if applied.in_population else (_NOT_PLACED[audience is Audience.PATIENT],)


def _is_disposed(one: Consulted, *, on: str) -> bool:
    """Whether it can be said where the patient should go: an emergency, always.

    What remains when no reason holds ("conservative care") is no advice for those whom the pack is not for,
    nor for somebody of whom nothing is known that its reasons look at ("40 M, chest pain"); a number, which
    everybody has, places nobody.
    """
    applied = one.applied
    if one.held:
        return True
    known = circumstances(applied.pack, applied.facts, on=on)
    reasons = [reason.when for each in applied.pack.dispositions for reason in each.reasons]
    looked_at = {leaf.fact for when in reasons for leaf in leaves(when, known)}
    told = {fact.id for fact in applied.facts if one.catalog.facts[fact.id].type is not FactType.NUMBER}
    return bool(applied.in_population or looked_at & told) and not applied.excluded


def _handed_over(
    one: Consulted, asked: Sequence[Consulted], speaking: Sequence[Consulted], audience: Audience, *, on: str
) -> Iterator[HandedOver]:
    """Where another pack that is in use takes over for this patient."""
    others = {each.applied.pack.id: each for each in asked}
    with_a_part = {each.applied.pack.id for each in speaking if each.is_for and not each.is_left_out}
    for hand_over in holding(one.applied.pack, one.applied.facts, on=on):
        to = others.get(hand_over.to)
        if to is not None and hand_over.topic in to.catalog.topics and not to.is_left_out:
            claims = () if hand_over.to in with_a_part else _in_short(hand_over, to, audience, on=on)
            yield _handed_to(hand_over, to.catalog, audience, claims)


def _in_short(hand_over: HandOver, to: Consulted, audience: Audience, *, on: str) -> tuple[Claim, ...]:
    """The bottom line of the topic that takes over, for this patient."""
    told = CaseFacts(tuple(fact for fact in to.applied.facts if fact.origin != "derived"))
    applied = apply(to.catalog, told, on=on, what_if=False)
    said = map(to.catalog.statements.get, to.catalog.topics[hand_over.topic].bottom_line)
    return tuple(claim_of(each, to.catalog, audience, applied) for each in said if each)


def _handed_to(hand_over: HandOver, to: Catalog, audience: Audience, claims: tuple[Claim, ...]) -> HandedOver:
    topic = to.topics[hand_over.topic]
    return HandedOver(
        pack=hand_over.to,
        topic=topic.id,
        pack_title=to.pack.title,
        title=topic.patient_title if audience is Audience.PATIENT else topic.title,
        question=next(iter(topic.questions), ""),
        claims=claims,
    )


def untold(part: Part, before: Sequence[Part]) -> Part:
    """A part less what the parts before it say: no reason twice on the same grounds, no claim twice.

    What remains when no reason holds is not said beside a reason to be sent somewhere soon.
    """
    if not before:
        return part
    said = Told.of(claim for each in before for claim in each.claims)
    pairs = zip(part.recommendations, part.verdicts, strict=True)
    new = [(claim, verdict) for claim, verdict in pairs if not said.has(claim)]
    handed = {(each.pack, each.topic) for one in before for each in one.hand_overs}
    return replace(
        part,
        disposition=_untold(
            part.disposition, [each.disposition for each in before if each.disposition], said
        ),
        recommendations=tuple(claim for claim, _ in new),
        verdicts=tuple(verdict for _, verdict in new),
        hand_overs=tuple(each for each in part.hand_overs if (each.pack, each.topic) not in handed),
    )


def _untold(
    shown: ShownDisposition | None, before: Sequence[ShownDisposition], said: Told
) -> ShownDisposition | None:
    """What is new of a disposition; None where nothing is."""
    if shown is None:
        return None
    if not shown.because:
        is_soon = any(each.because and each.severity in URGENCY for each in before)
        return None if is_soon or said.has(shown.claim) else shown
    told = {fact for each in before for because in each.because for fact in because.grounds}
    new = tuple(because for because in shown.because if not told.issuperset(because.grounds))
    return replace(shown, because=new) if new else None


def says_something(part: Part) -> bool:
    """Whether anything is left of a part that is worth its heading."""
    return bool(part.disposition or part.recommendations or part.hand_overs)


def merged_missing(
    parts: Sequence[Part], catalogs: Mapping[str, Catalog], doubts: Sequence[str]
) -> tuple[MissingFact, ...]:
    """The facts that the parts ask for, each once, with all that it decides.

    What was said and could not be used is asked before what was never said; then by the most urgent that
    hangs on it in any pack, the packs in their order.
    """
    found: dict[str, MissingFact] = {}
    rank: dict[str, int] = {}
    for part in parts:
        for fact in part.missing:
            before = found.get(fact.id, replace(fact, decides=()))
            found[fact.id] = replace(before, decides=tuple(dict.fromkeys((*before.decides, *fact.decides))))
            urgency = _urgency(fact, catalogs[part.pack]) if len(parts) > 1 else 0
            rank[fact.id] = min(rank.get(fact.id, urgency), urgency)
    said = " ".join(doubts).casefold()
    in_order = sorted(found.values(), key=lambda fact: (fact.label.casefold() not in said, rank[fact.id]))
    return tuple(in_order)


def _urgency(fact: MissingFact, catalog: Catalog) -> int:
    """How soon the most urgent disposition is that a fact decides; the highest for none."""
    severities = [
        catalog.dispositions[each].severity for each in fact.decides if each in catalog.dispositions
    ]
    return min((URGENCY.index(each) for each in severities if each in URGENCY), default=len(URGENCY))
