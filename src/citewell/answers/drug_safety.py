"""The safety of the drugs asked about: what is true of the patient first, then when else they are not used.

It comes from the base that packs share, so that it is the same whichever pack answers, and is told once on
a page: as a claim of its own, beside a recommendation, as the reason of a verdict, or by a statement of the
pack.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from citewell.answers.claims import hint_lead, lead_of, note_claim
from citewell.answers.desk import Desk, Page
from citewell.answers.scope import Scope
from citewell.answers.wording import ASPECT_TITLES, CAUTIONED, HINTED, LEADS, NOT_HERE, aspect_title
from citewell.model.answers import Claim, Intent, Question, Section
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.safety import JudgedNote
from citewell.model.sources import Direction
from citewell.text.tokens import is_content, stem, words

# A question with one of these may name what is not so ("without a clot"): nothing is taken from its words.
_DENYING = re.compile(r"\b(?:no|not|never|without|nor|denies|denied|free of)\b|n't\b", re.IGNORECASE)
_ASKING_WHEN_NOT = frozenset({Intent.CONTRAINDICATION})
_WHEN_NOT = "contraindication"
_EMERGENCIES = "safety"
_POSITIVE = (Direction.FOR, Direction.OPTION)
_AGAINST = tuple(
    words.partition("{")[0] for leads in (NOT_HERE, CAUTIONED, HINTED) for words in leads.values()
)
_YES = frozenset(words for direction in _POSITIVE for words in LEADS[direction].values())


def with_drug_safety(page: Page, question: Question, scope: Scope, desk: Desk) -> Page:
    """The page, led by what rules the drugs asked about out in this patient, or asks for care with them.

    What else is said against them stands with the contraindications; where these are asked for, it answers.
    Nothing on drug safety is told twice.
    """
    leading = concerning(scope.focus, question, desk)
    single = _of_one_rule(desk.catalog)
    page = _led(page, leading, single)
    if leading or _is_a_case_unknown_here(question, desk):
        page = replace(page, bottom_line=_without_a_yes(page.bottom_line))
    said: set[str] = set()
    bottom_line = _told_once(page.bottom_line, said)
    sections = tuple(replace(each, claims=_told_once(each.claims, said)) for each in page.sections)
    asked_for = not _ASKING_WHEN_NOT.isdisjoint(question.intents)
    further = _untold(
        otherwise(scope.focus, desk, within=asked_for),
        (*bottom_line, *(claim for section in sections for claim in section.claims)),
        single,
    )
    if asked_for:
        against = tuple(takewhile(speaks_against, bottom_line))
        rest = bottom_line[len(against) :]
        return replace(page, bottom_line=(*against, *further, *rest), sections=sections)
    return replace(page, bottom_line=bottom_line, sections=_with_contraindications(sections, further, desk))


def _of_one_rule(catalog: Catalog) -> frozenset[str]:
    """The findings that say one thing: of which no drug has two rules.

    One that lists several contraindications may be told in part, so that who cites it need not have said all.
    """
    told = (note for notes in catalog.safety.values() for note in notes)
    rules = Counter((note.drug, cite) for note in told for cite in note.caution.cites)
    listing = {cite for (_, cite), times in rules.items() if times > 1}
    return frozenset(cite for _, cite in rules) - listing


def _led(page: Page, leading: Iterable[Claim], single: frozenset[str]) -> Page:
    """The page with these claims first; one that it has in the same words is brought forward.

    What a page says without a grade, from no other findings than one of them, is not said again.
    """
    there = {c.text: c for c in (*page.bottom_line, *(c for each in page.sections for c in each.claims))}
    first = tuple(replace(there.get(claim.text, claim), lead=claim.lead) for claim in leading)
    sections = (replace(s, claims=_less(s.claims, first, single)) for s in page.sections)
    return replace(
        page,
        bottom_line=(*first, *_less(page.bottom_line, first, single)),
        sections=tuple(section for section in sections if section.claims),
    )


def _less(claims: tuple[Claim, ...], first: tuple[Claim, ...], single: frozenset[str]) -> tuple[Claim, ...]:
    said = {claim.text for claim in first}
    grounds = [single.intersection(claim.citations) for claim in first]
    return tuple(
        claim
        for claim in claims
        if claim.text not in said
        and not (claim.as_printed is None and any(set(claim.citations) <= each for each in grounds))
    )


def speaks_against(claim: Claim) -> bool:
    """Whether a claim is led by what rules a drug out in a patient, or asks for care with it."""
    return claim.lead.startswith(_AGAINST)


def _without_a_yes(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims, without "Yes" to a drug against which something was said, or might be."""
    return tuple(
        replace(claim, lead="") if claim.direction in _POSITIVE and claim.lead in _YES else claim
        for claim in claims
    )


def _is_a_case_unknown_here(question: Question, desk: Desk) -> bool:
    """Whether a question names a case which the rules of drug safety know, and of which nothing is known:
    "denosumab while breastfeeding" is not answered by what is recommended to others.
    """
    asked = _stems(question.text)
    facts = frozenset().union(*desk.catalog.safety_facts.values())
    return any(desk.applied.facts.get(fact) is None and _names(fact, asked, desk.catalog) for fact in facts)


def _with_contraindications(
    sections: tuple[Section, ...], further: tuple[Claim, ...], desk: Desk
) -> tuple[Section, ...]:
    """The sections with further claims on when not, in the place that the order of aspects gives them."""
    if not further:
        return sections
    order = list(ASPECT_TITLES)
    at = order.index(_WHEN_NOT)
    title = aspect_title(_WHEN_NOT, desk.audience)
    there = [each.claims for each in sections if each.id == _WHEN_NOT]
    whole = Section(id=_WHEN_NOT, title=title, claims=(*(c for claims in there for c in claims), *further))
    before = [each for each in sections if each.id in order[:at] or each.id not in (*order, _EMERGENCIES)]
    after = [each for each in sections if each not in before and each.id != _WHEN_NOT]
    return (*before, whole, *after)


def concerning(drugs: Iterable[str], question: Question, desk: Desk) -> tuple[Claim, ...]:
    """What rules the drugs out, or asks for care with them, in the patient or the case asked about.

    What rules them out, first. Of a class, what is said of the drugs in it, too, if the case makes it so: an
    age alone does not bring up a drug that nobody asked about.
    """
    asked = _stems(question.text) if not _DENYING.search(question.text) else ()
    found = [
        one
        for drug in drugs
        for one in _notes_on(drug, desk, within=True)
        if (one.near or _is_asked_about(one, asked, desk.catalog))
        and (desk.catalog.covers(one.note.drug, drug) or not one.of_age_alone)
    ]
    return tuple(
        note_claim(one.note, desk.catalog, desk.audience, lead=_lead(one, desk))
        for one in _each_once(found, desk.catalog)
    )


def _lead(one: JudgedNote, desk: Desk) -> str:
    if one.hinted:
        return hint_lead(one.hinted, desk.catalog, desk.audience)
    return lead_of(one.note, desk.audience)


def _is_asked_about(one: JudgedNote, asked: tuple[str, ...], catalog: Catalog) -> bool:
    """Whether a question names, of nobody in particular, what makes an unknown note true: "in pregnancy"."""
    return any(_names(fact, asked, catalog) for fact in one.enough)


def _names(fact: str, asked: tuple[str, ...], catalog: Catalog) -> bool:
    """Whether the words of a question hold a term of a fact whole, one word after the other.

    "Allergic to Fosamax, what about Actonel" names no allergy to Actonel.
    """
    return any(_is_within(_stems(term), asked) for term in catalog.facts[fact].terms)


def _is_within(term: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    size = len(term)
    return bool(size) and any(asked[at : at + size] == term for at in range(len(asked) - size + 1))


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text that carry meaning, in order."""
    return tuple(stem(word) for word in words(text) if is_content(word))


def otherwise(drugs: Iterable[str], desk: Desk, *, within: bool) -> tuple[Claim, ...]:
    """When else the drugs are not used, or with care: what the patient's facts, if any, leave open.

    within: of a class, also what is said of the drugs in it.
    """
    notes = (one for drug in drugs for one in _notes_on(drug, desk, within=within))
    found = [one for one in notes if one.truth is Truth.UNKNOWN and not one.near]
    return tuple(note_claim(one.note, desk.catalog, desk.audience) for one in _each_once(found, desk.catalog))


def _untold(claims: Iterable[Claim], page: Iterable[Claim], single: frozenset[str]) -> tuple[Claim, ...]:
    """The claims on drug safety that a page does not tell yet, in its words or from a finding of one rule."""
    told = tuple(page)
    said = {text for claim in told for text in (claim.text, *(caution.text for caution in claim.cautions))}
    grounds = single.intersection(citation for claim in told for citation in claim.cited)
    return tuple(c for c in claims if c.text not in said and not grounds.issuperset(c.citations))


def _told_once(claims: Iterable[Claim], said: set[str]) -> tuple[Claim, ...]:
    """The claims, less each caution and each reason of a verdict told before. said: what was; it grows."""
    return tuple(_with_what_is_new(claim, said) for claim in claims)


def _with_what_is_new(claim: Claim, said: set[str]) -> Claim:
    because = "" if claim.because in said else claim.because
    said.add(claim.text)
    new = tuple(caution for caution in claim.cautions if caution.text not in said)
    said.update(caution.text for caution in new)
    return replace(claim, cautions=new, because=because) if claim.cautions or claim.because else claim


def _notes_on(drug: str, desk: Desk, *, within: bool) -> Iterator[JudgedNote]:
    """What is said of a drug or class, then of the classes above it, then of the drugs in it."""
    found, catalog = desk.applied.safety, desk.catalog
    yield from found.get(drug, ())
    for each, notes in found.items():
        if each != drug and (catalog.covers(each, drug) or (within and catalog.covers(drug, each))):
            yield from notes


def _each_once(found: Iterable[JudgedNote], catalog: Catalog) -> list[JudgedNote]:
    """What forbids, first; of a drug and a class that it is in, on the same facts, only what comes first."""
    kept: list[JudgedNote] = []
    for one in sorted(dict.fromkeys(found), key=lambda each: not each.note.forbids):
        if not any(_says_the_same(before, one, catalog) for before in kept):
            kept.append(one)
    return kept


def _says_the_same(before: JudgedNote, one: JudgedNote, catalog: Catalog) -> bool:
    """Whether both rest on the same facts, of a drug and its class, or one forbids and one cautions."""
    first, second = before.note.drug, one.note.drug
    if first == second:
        related = before.note.forbids and not one.note.forbids
    else:
        related = catalog.related(first, second)
    return related and (before.rests_on, before.missing) == (one.rests_on, one.missing)
