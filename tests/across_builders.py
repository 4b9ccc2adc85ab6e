"""Three small packs that work together: on broken bones, on weak bones, and for emergencies."""

from builders import TODAY, derived, number, pack, recommendation, source, when, words, yes_no
from citewell.engine import Engine
from citewell.model.catalog import Catalog
from citewell.model.guidelines import (
    Concept,
    ConceptKind,
    Disposition,
    DispositionReason,
    Exclusion,
    FactDefinition,
    GlossaryEntry,
    GuidelinePack,
    HandOver,
    MustMention,
    Population,
    Statement,
    Topic,
    TopicSection,
)

FINDINGS = {
    "splint": "The guide recommends a splint for a broken bone.",
    "tonic": "The guide recommends the tonic for weak bones.",
    "tonic-years": "The guide gives the tonic for 5 years.",
    "cast": "The guide suggests a cast for a broken bone.",
    "numb": "The guide sends numbness to a surgeon at once.",
    "fever": "The guide sends fever to a surgeon at once.",
    "rest": "The guide recommends rest for 2 days.",
    "pain": "The guide names the pill for pain.",
    "go": "The guide names the place to go.",
}
NUMB = yes_no("numb", terms=("numb saddle", "saddle is numb"))
WEAK_LEG = yes_no("weak-leg", terms=("weak leg",))
FEVER = yes_no("fever", terms=("fever",))
DEFICIT = yes_no("deficit", derive=(derived("yes", "numb is yes"), derived("yes", "weak-leg is yes")))
BROKEN = yes_no("broken", terms=("bone is broken",), general=True)
SHARED: tuple[FactDefinition, ...] = (number("age"), NUMB, WEAK_LEG, FEVER, DEFICIT, BROKEN)
TONIC = Concept(id="tonic", kind=ConceptKind.INTERVENTION, label="Tonic", terms=("tonic",))
SPLINT = Concept(id="splint", kind=ConceptKind.INTERVENTION, label="Splint", terms=("splint",))
PILL = Concept(id="pill", kind=ConceptKind.INTERVENTION, label="Pill", terms=("pill",))
GUIDE = source(findings=FINDINGS)


LATER = TopicSection(id="later", title="Later", patient_title="Later", items=("rest-a-while",))


def said(statement_id: str, text: str, *about: str, cites: str, aspect: str = "treatment") -> Statement:
    """A statement without direction."""
    return recommendation(
        statement_id,
        text,
        about=about,
        aspects=(aspect,),
        cites=(f"guide-2020#{cites}",),
        direction=None,
        source="",
        populations=(),
    )


def emergency(disposition_id: str, **reasons: tuple[str, str]) -> Disposition:
    """A critical disposition; each reason is a criterion and the finding that it cites."""
    made = tuple(
        DispositionReason(
            id=name, when=when(rule), wording=words(f"Because of {name}."), cites=(f"guide-2020#{finding}",)
        )
        for name, (rule, finding) in reasons.items()
    )
    return Disposition(
        id=disposition_id,
        title=disposition_id.capitalize(),
        severity="critical",
        wording=words("Go at once."),
        cites=("guide-2020#go",),
        reasons=made,
    )


def home() -> Disposition:
    """What remains when there is no reason to go anywhere."""
    return Disposition(
        id="home", title="Home", severity="info", wording=words("Stay at home."), cites=("guide-2020#rest",)
    )


def made(pack_id: str, population: Population, *statements: Statement, **fields: object) -> GuidelinePack:
    """A pack for one population, which its statements are for."""
    of_population = tuple(
        Statement(**{**_fields(one), "populations": (population.id,)}) for one in statements
    )
    return pack(
        **{
            "id": pack_id,
            "title": pack_id.capitalize(),
            "populations": (population,),
            "statements": of_population,
            "sources": (GUIDE,),
            "facts": SHARED,
            "concepts": (TONIC, PILL),
            **fields,
        }
    )


def _fields(statement: Statement) -> dict[str, object]:
    return {name: getattr(statement, name) for name in Statement.__dataclass_fields__}


def topic(topic_id: str, population: str, bottom_line: str, **fields: object) -> Topic:
    """A topic of one section, which says its bottom line alone."""
    return Topic(
        **{  # type: ignore[arg-type]
            "id": topic_id,
            "title": topic_id.capitalize(),
            "patient_title": f"About {topic_id}",
            "populations": (population,),
            "questions": (f"What helps with {topic_id}?",),
            "terms": (topic_id,),
            "bottom_line": (bottom_line,),
            "sections": (),
            "must_mention": (),
            **fields,
        }
    )


def breaks(**fields: object) -> GuidelinePack:
    """On broken bones: knows the tonic, has a splint, and hands weak bones over."""
    population = Population(
        id="broken-bone",
        name="A broken bone",
        patient="a broken bone",
        when=when("broken is yes"),
        terms=("broken bone",),
    )
    statements = (
        recommendation("splint-first", "Use a splint.", about=("splint",), cites=("guide-2020#splint",)),
        said("tonic-after", "The tonic is for weak bones.", "tonic", cites="tonic"),
        said("rest-a-while", "Rest for 2 days.", "splint", cites="rest", aspect="activity"),
    )
    return made(
        "breaks",
        population,
        *statements,
        **{
            "concepts": (TONIC, SPLINT, PILL),
            "dispositions": (
                emergency("refer", deficit=("deficit is yes", "numb"), fever=("fever is yes", "fever")),
                home(),
            ),
            "topics": (
                topic(
                    "repair",
                    "broken-bone",
                    "splint-first",
                    sections=(LATER,),
                ),
            ),
            "exclusions": (
                Exclusion(
                    id="jaw",
                    terms=("broken jaw",),
                    wording=words("The jaw is outside."),
                    cites=("guide-2020#splint",),
                ),
            ),
            "hand_overs": (HandOver(id="weak-bones", to="bones", topic="drugs", about=("tonic",)),),
            **fields,
        },
    )


def bones(**fields: object) -> GuidelinePack:
    """On weak bones: has the most on the tonic."""
    population = Population(
        id="weak-bones",
        name="Weak bones",
        patient="weak bones",
        when=when("age >= 50"),
        terms=("weak bones",),
    )
    tonic = recommendation(
        "tonic-first",
        "Give the tonic.",
        about=("tonic",),
        cites=("guide-2020#tonic",),
        applies_when=when("age >= 70"),
    )
    years = said("tonic-years", "Give it for 5 years.", "tonic", cites="tonic-years", aspect="duration")
    return made(
        "bones",
        population,
        tonic,
        years,
        **{"topics": (topic("drugs", "weak-bones", "tonic-first"),), **fields},
    )


def alarms(**fields: object) -> GuidelinePack:
    """For emergencies, and on the pill."""
    population = Population(
        id="alarm", name="An alarm", patient="an alarm", when=when("numb is yes"), terms=("alarm",)
    )
    pill = said("pill-for-pain", "The pill is for pain.", "pill", cites="pain")
    suspect = said("suspect", "Numbness may be an alarm.", "pill", cites="numb", aspect="red-flag")
    return made(
        "alarms",
        population,
        pill,
        suspect,
        **{
            "topics": (topic("numbness", "alarm", "suspect"),),
            "dispositions": (emergency("now", numbness=("numb is yes", "numb")), home()),
            "emergencies": True,
            **fields,
        },
    )


def engine_of(*packs: GuidelinePack) -> Engine:
    """An engine on some packs, which keeps nothing."""
    return Engine([Catalog.of(one) for one in packs], today=TODAY)


TERM = GlossaryEntry(term="splint", plain="a board that keeps a limb still")
MUST = MustMention(id="rest", what="Rest is named.", any_of=("rest-a-while",), scope="every")
