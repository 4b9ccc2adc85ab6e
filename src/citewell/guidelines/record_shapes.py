"""The shape of every record of a pack, field by field, as docs/reference/packs.md tells them."""

from collections.abc import Mapping

from citewell.guidelines import build
from citewell.guidelines.criteria import CriterionShape
from citewell.guidelines.scalars import DateText, Number, OneOf, OwnStatus, Pair, Year, YesNo
from citewell.guidelines.shapes import (
    CHOICE_ID,
    CITATION,
    ID,
    STATEMENT_ID,
    TERM,
    VERSION,
    Built,
    Converted,
    Either,
    Field,
    ListOf,
    MapOf,
    OneLine,
    Record,
    Text,
    Word,
    optional,
)
from citewell.model.attributes import Attribute
from citewell.model.guidelines import ConceptKind, FactType, Import, NumberPhrase
from citewell.model.mappings import CODE_SYSTEMS, Code
from citewell.model.sources import Direction, Reading, SourceStatus, SourceType
from citewell.model.wording import Wording

ASPECTS = (
    "treatment", "dose", "duration", "timing", "contraindication", "harm", "evidence", "availability",
    "alternative", "imaging", "diagnosis", "cause", "referral", "red-flag", "follow-up", "prognosis", "risk",
    "prevention", "activity", "rehabilitation", "pitfall", "definition", "grade", "scope",
)  # fmt: skip
# What is looked for in a patient's record, of the resources of FHIR R4.
RESOURCES = (
    "AllergyIntolerance", "Condition", "DiagnosticReport", "Encounter", "FamilyMemberHistory",
    "MedicationAdministration", "MedicationRequest", "MedicationStatement", "Observation", "Patient",
    "Procedure",
)  # fmt: skip
PATH_PATTERN = r"[a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)*"
SYSTEM = Word(tuple(CODE_SYSTEMS))
CODE = OneLine(r"[A-Za-z0-9?][A-Za-z0-9.?-]*\*?", "a code")

_IDS = ListOf(ID)
_TERMS = ListOf(TERM)
_CITES = ListOf(CITATION)
_WHEN = CriterionShape()
_WORDING = (Field("clinician", Text()), Field("patient", Text()))
_BOTH_WORDINGS: Record[Wording] = Record(_WORDING, build.wording)
_CITED_WORDING = (*_WORDING, Field("cites", _CITES))

_POPULATION = Record(
    (
        Field("name", OneLine()),
        Field("patient", OneLine()),
        Field("when", _WHEN),
        optional("terms", _TERMS, ()),
    ),
    build.population,
)
_EXCLUSION = Record(
    (
        *_WORDING,
        optional("terms", _TERMS, ()),
        optional("when", _WHEN),
        optional("cites", _CITES, ()),
    ),
    build.exclusion,
)
_HAND_OVER = Record(
    (
        Field("to", ID),
        Field("topic", ID),
        optional("when", _WHEN),
        optional("about", _IDS, ()),
        optional("aspects", ListOf(Word(ASPECTS)), ()),
    ),
    build.hand_over,
)
_IMPORT: Built[str, Import] = Built(VERSION, build.imported)
BASE = Record(
    (
        Field("id", ID),
        Field("title", OneLine()),
        Field("version", VERSION),
        Field("updated", DateText()),
        Field("summary", Text()),
    ),
    build.plain,
)
PACK = Record(
    (
        Field("id", ID),
        Field("title", OneLine()),
        Field("version", VERSION),
        Field("status", OwnStatus()),
        Field("updated", DateText()),
        Field("summary", Text()),
        Field("covers", ListOf(Text())),
        Field("populations", MapOf(_POPULATION)),
        optional("excludes", MapOf(_EXCLUSION), {}),
        optional("imports", MapOf(_IMPORT), {}),
        optional("hand_overs", MapOf(_HAND_OVER), {}),
        optional("emergencies", YesNo(), default=False),
        optional("yields_to", _IDS, ()),
        optional("developer", OneLine(), ""),
        optional("funding", OneLine(), ""),
        optional("released", DateText(), ""),
    ),
    build.plain,
)

_FINDING = Record(
    (
        Field("text", Text()),
        optional("locator", OneLine(), ""),
        Field("reading", OneOf(Reading)),
        optional("via", OneLine(), ""),
        optional("direction", OneOf(Direction)),
        optional("grade", OneLine(), ""),
        optional("population", Text(), ""),
    ),
    build.finding,
)
_OPTIONAL_LINES = ("authors", "container", "volume", "issue", "page", "jurisdiction", "searched_to")
SOURCE = Record(
    (
        Field("type", OneOf(SourceType)),
        Field("title", OneLine()),
        Field("body", OneLine()),
        Field("short", OneLine()),
        Field("year", Year()),
        Field("status", OneOf(SourceStatus)),
        optional("status_note", Text(), ""),
        optional("superseded_by", ID, ""),
        *(optional(name, OneLine(), "") for name in _OPTIONAL_LINES),
        optional("doi", OneLine(r"10\.\d{4,9}/\S+", "a DOI (10.…/…)"), ""),
        optional("pmid", OneLine(r"\d{1,9}", "a PubMed id (digits)"), ""),
        optional("url", OneLine(r"https?://\S+", "a web address (https://…)"), ""),
        optional("origin", OneLine(), ""),
        optional("population", Text(), ""),
        optional("interest", Text(), ""),
        optional("grading", ID, ""),
        optional("findings", MapOf(_FINDING), {}),
    ),
    build.source,
)

_CHOICE = Record(
    (Field("label", OneLine()), optional("patient", OneLine(), ""), optional("terms", _TERMS, ())),
    build.choice,
)
_NUMBER_PHRASE = Record(
    (Field("phrase", OneLine()), optional("factor", Number(), 1.0), optional("value", Number())),
    build.number_phrase,
)

_PHRASE: Converted[str, NumberPhrase] = Converted(OneLine(), build.phrase)
_CODES: Converted[Mapping[str, Mapping[str, str]], tuple[Code, ...]] = Converted(
    MapOf(MapOf(OneLine(), CODE), SYSTEM), build.codes
)
_MAPPING = Record(
    (
        Field("resource", Word(RESOURCES)),
        optional("codes", _CODES, ()),
        optional("value", OneLine(PATH_PATTERN, "the path of an element (valueQuantity, birthDate)"), ""),
        optional("means", CHOICE_ID, ""),
        optional("choices", MapOf(_CODES, CHOICE_ID), {}),
        optional("days", Number()),
        optional("past", YesNo(), default=False),
        optional("suspected", YesNo(), default=False),
    ),
    build.mapping,
)
_DERIVATION = Record((Field("value", CHOICE_ID), Field("when", _WHEN)), build.derivation)
FACTS = MapOf(
    Record(
        (
            Field("type", OneOf(FactType)),
            Field("label", OneLine()),
            Field("ask", _BOTH_WORDINGS),
            optional("unit", OneLine(), ""),
            optional("range", Pair()),
            optional("whole", YesNo(), default=False),
            optional("values", MapOf(_CHOICE, CHOICE_ID), {}),
            optional("terms", _TERMS, ()),
            optional("denials", _TERMS, ()),
            optional("reads", ListOf(Either(_PHRASE, _NUMBER_PHRASE)), ()),
            optional("derive", ListOf(_DERIVATION), ()),
            optional("changes", YesNo(), default=False),
            optional("general", YesNo(), default=False),
            optional("fhir", ListOf(_MAPPING), ()),
            optional("attribute", OneOf(Attribute)),
            optional("hinted_by", ID, ""),
        ),
        build.fact,
    )
)
CRITERIA = MapOf(_WHEN)
_DATED_VALUE = Record((Field("value", Number()), Field("cites", _CITES)), build.dated_value)
VALUES = MapOf(
    Record(
        (
            Field("label", OneLine()),
            Field("unit", OneLine()),
            Field("values", MapOf(_DATED_VALUE, DateText())),
        ),
        build.value,
    )
)
CONCEPTS = MapOf(
    Record(
        (
            Field("kind", OneOf(ConceptKind)),
            Field("label", OneLine()),
            Field("terms", _TERMS),
            optional("patient", OneLine(), ""),
            optional("broader", _IDS, ()),
            optional("apart", YesNo(), default=False),
        ),
        build.concept,
    )
)

_ASPECTS = ListOf(Word(ASPECTS))
_STATEMENT_FIELDS = (
    Field("title", OneLine()),
    Field("populations", _IDS),
    Field("about", _IDS),
    Field("aspects", _ASPECTS),
    *_CITED_WORDING,
    optional("applies_when", _WHEN),
    optional("orders", _IDS, ()),
)
_DETAIL = Record(
    (
        optional("title", OneLine(), ""),
        optional("populations", _IDS, ()),
        optional("about", _IDS, ()),
        Field("aspects", _ASPECTS),
        *_CITED_WORDING,
        optional("applies_when", _WHEN),
        optional("orders", _IDS, ()),
        optional("gives", _IDS, ()),
        optional("source", ID, ""),
        optional("direction", OneOf(Direction)),
        optional("grade", OneLine(), ""),
    ),
    build.detail,
)
_CAUTION = Record((Field("when", _WHEN), *_CITED_WORDING), build.caution)
RECOMMENDATION = Record(
    (
        *_STATEMENT_FIELDS,
        Field("source", ID),
        Field("direction", OneOf(Direction)),
        optional("grade", OneLine(), ""),
        optional("gives", _IDS, ()),
        optional("never_when", ListOf(_CAUTION), ()),
        optional("details", MapOf(_DETAIL), {}),
    ),
    build.recommendation,
)
STATEMENTS = MapOf(Record(_STATEMENT_FIELDS, build.statement))
SAFETY = Record(
    (
        optional("contraindications", ListOf(_CAUTION), ()),
        optional("cautions", ListOf(_CAUTION), ()),
    ),
    build.safety,
)

_SIDE = Record(
    (
        Field("body", OneLine()),
        Field("source", ID),
        Field("stance", OneLine()),
        *_CITED_WORDING,
        optional("grade", OneLine(), ""),
        optional("population", Text(), ""),
    ),
    build.side,
)
DISAGREEMENT = Record(
    (
        Field("title", OneLine()),
        Field("question", OneLine()),
        Field("about", _IDS),
        Field("populations", _IDS),
        optional("aspects", _ASPECTS, ()),
        Field("sides", ListOf(_SIDE)),
        Field("default", Record(_CITED_WORDING, build.plain)),
        Field("why", Text()),
    ),
    build.disagreement,
)

_OPTION = Record(
    (Field("label", OneLine()), optional("points", Number()), optional("when", _WHEN)), build.score_option
)
_ITEM = Record(
    (
        Field("label", OneLine()),
        optional("unknown_points", Number()),
        Field("options", MapOf(_OPTION, CHOICE_ID)),
    ),
    build.score_item,
)
_BAND = Record((Field("range", Pair()), Field("label", OneLine()), *_WORDING), build.score_band)
SCORE = Record(
    (
        Field("title", OneLine()),
        Field("kind", Word(("sum", "classification"))),
        Field("about", _IDS),
        Field("populations", _IDS),
        Field("use", _BOTH_WORDINGS),
        Field("not_for", _BOTH_WORDINGS),
        Field("cites", _CITES),
        Field("items", MapOf(_ITEM)),
        optional("bands", ListOf(_BAND), ()),
    ),
    build.score,
)
_REASON = Record((Field("when", _WHEN), *_CITED_WORDING), build.disposition_reason)
DISPOSITIONS = ListOf(
    Record(
        (
            Field("id", ID),
            Field("title", OneLine()),
            Field("severity", Word(("critical", "warning", "info"))),
            *_CITED_WORDING,
            optional("reasons", MapOf(_REASON), {}),
        ),
        build.disposition,
    )
)

_SECTION = Record(
    (
        Field("id", ID),
        Field("title", OneLine()),
        Field("patient_title", OneLine()),
        Field("items", ListOf(STATEMENT_ID)),
    ),
    build.topic_section,
)
_MUST_MENTION = Record(
    (
        Field("what", Text()),
        Field("any_of", ListOf(STATEMENT_ID)),
        optional("scope", Word(("overview", "every")), "overview"),
        optional("about", _IDS, ()),
    ),
    build.must_mention,
)
TOPIC = Record(
    (
        Field("title", OneLine()),
        Field("patient_title", OneLine()),
        Field("populations", _IDS),
        Field("questions", ListOf(OneLine())),
        optional("terms", _TERMS, ()),
        Field("bottom_line", ListOf(STATEMENT_ID)),
        optional("disagreements", ListOf(ID), default=()),
        Field("sections", ListOf(_SECTION)),
        optional("must_mention", MapOf(_MUST_MENTION), {}),
    ),
    build.topic,
)
GLOSSARY = MapOf(Record((Field("plain", Text()), optional("forms", _TERMS, ())), build.glossary_entry), TERM)
