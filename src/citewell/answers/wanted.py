"""What a narrow question asks for, in the terms that statements are ranked by."""

from citewell.answers.ranking import Wanted, aspect_weights
from citewell.answers.scope import SHARP, Scope
from citewell.model.answers import Intent, Question
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog
from citewell.model.guidelines import ConceptKind, Statement
from citewell.text.tokens import content_words

# The aspects of a statement that answer each intent, see docs/reference/packs.md.
ASPECTS: dict[Intent, tuple[str, ...]] = {
    Intent.OVERVIEW: (),
    Intent.SHOULD: ("treatment", "imaging", "activity", "rehabilitation", "prevention", "diagnosis"),
    Intent.DOSE: ("dose", "duration"),
    Intent.TIMING: ("timing", "duration"),
    Intent.FOLLOW_UP: ("follow-up",),
    Intent.IMAGING: ("imaging",),
    Intent.DIAGNOSIS: ("diagnosis", "imaging", "cause"),
    Intent.REFERRAL: ("referral",),
    Intent.RED_FLAGS: ("red-flag",),
    Intent.PROGNOSIS: ("prognosis",),
    Intent.RISK: ("risk",),
    Intent.PREVENTION: ("prevention",),
    Intent.HARM: ("harm", "contraindication"),
    Intent.CONTRAINDICATION: ("contraindication", "harm"),
    Intent.EVIDENCE: ("evidence",),
    Intent.COMPARISON: ("evidence", "alternative", "treatment"),
    Intent.GRADE: ("grade",),
    Intent.DEFINITION: ("definition", "grade"),
    Intent.ACTIVITY: ("activity", "rehabilitation"),
    Intent.AVAILABILITY: ("availability",),
}
# Words that any question may have, whatever it is about.
_ASKING = content_words(
    "recommend recommended recommendation indicated offer offered useful helpful help give given need needed "
    "work worth best better role place treat treatment therapy manage management patient people person "
    "should show showed find found conclude concluded start started begin mean means"
)
# Asked for these, the conditions apart are the answer.
_FOR_OTHER_CONDITIONS = frozenset({Intent.RED_FLAGS, Intent.REFERRAL})


def wanted_by(question: Question, scope: Scope, catalog: Catalog, applied: Applied) -> Wanted:
    """The wish list of a question to one pack, for one patient."""
    named = frozenset().union(*(content_words(question.text[m.start : m.end]) for m in question.mentions))
    above = (catalog.broader.get(concept, frozenset()) for concept in question.concepts)
    mentioned = frozenset(question.concepts).union(*above)
    return Wanted(
        focus=scope.focus,
        soft_focus=scope.soft_focus,
        conditions=scope.conditions,
        bodies=scope.bodies,
        aspects=aspect_weights(ASPECTS[intent] for intent in _meant(question, scope, catalog)),
        populations=scope.populations,
        words=tuple(sorted(content_words(question.text) - named - _ASKING)),
        others=_others(scope, catalog),
        apart=_apart(question, mentioned, catalog),
        named_apart=frozenset(c.id for c in catalog.pack.concepts if c.apart and c.id in mentioned),
        triggered=frozenset(
            s.id
            for s in catalog.pack.statements
            if "contraindication" in s.aspects and _verdict(s, applied) == "applies"
        ),
        ruled_out=frozenset(v.statement for v in applied.verdicts.values() if v.verdict == "does not apply"),
    )


def _meant(question: Question, scope: Scope, catalog: Catalog) -> tuple[Intent, ...]:
    """What a body says of a treatment is first of all whether it recommends it; a bare "Kyphoplasty?"
    asks the same; a study is asked for its findings."""
    if any(catalog.concepts[c].kind is ConceptKind.STUDY for c in scope.focus):
        return (Intent.EVIDENCE,)
    intents = question.intents
    if scope.focus and not any(ASPECTS[intent] for intent in intents):
        return (Intent.SHOULD,)
    return (Intent.SHOULD, *intents) if scope.bodies and scope.focus else intents


def _verdict(statement: Statement, applied: Applied) -> str:
    verdict = applied.verdicts.get(statement.id)
    return verdict.verdict if verdict else ""


def _apart(question: Question, mentioned: frozenset[str], catalog: Catalog) -> frozenset[str]:
    """The conditions apart that were not asked about; none, when warning signs were."""
    if _FOR_OTHER_CONDITIONS.intersection(question.intents):
        return frozenset()
    return frozenset(c.id for c in catalog.pack.concepts if c.apart and c.id not in mentioned)


def _others(scope: Scope, catalog: Catalog) -> frozenset[str]:
    """The treatments, tests and scores that neither are, nor cover, nor belong to what was asked about."""
    return frozenset(
        concept.id
        for concept in catalog.pack.concepts
        if concept.kind in SHARP and not any(catalog.related(concept.id, f) for f in scope.focus)
    )
