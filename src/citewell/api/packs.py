"""Guideline packs: what each covers, the facts it asks for, its topics."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from citewell.answers.contract import ReviewDocument
from citewell.answers.document import review_document
from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import json_response
from citewell.engine.standing import pack_standing
from citewell.errors import NotFound
from citewell.model.guidelines import FactDefinition, GuidelinePack
from citewell.model.standing import Standing
from citewell.serving.house import HouseOf

routes = router("packs")
PackId = Annotated[str, Path(pattern="^[a-z0-9-]{1,100}$", description="The id of a pack.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLineDocument:
    """A pack and where it stands. review: what the board says of it, None where it says nothing."""

    id: str
    title: str
    version: str
    digest: str
    updated: str
    status: str
    review: ReviewDocument | None
    summary: str
    recommendations: int
    statements: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackListDocument:
    """The packs that answers come from."""

    packs: tuple[PackLineDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChoiceDocument:
    """A value that a fact may take, and what it is called."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDefinitionDocument:
    """A fact that can be given. type: "yes-no", "number" or "choice"; minimum, maximum: in its unit."""

    id: str
    type: str
    label: str
    ask_clinician: str
    ask_patient: str
    unit: str
    minimum: float | None
    maximum: float | None
    whole: bool
    choices: tuple[FactChoiceDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDocument:
    """A topic. questions: some that it answers."""

    id: str
    title: str
    patient_title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContentsDocument:
    """What a pack covers and leaves out, the facts it asks for, its topics; its sources, counted."""

    pack: PackLineDocument
    covers: tuple[str, ...]
    excludes: tuple[str, ...]
    populations: tuple[str, ...]
    topics: tuple[TopicDocument, ...]
    facts: tuple[FactDefinitionDocument, ...]
    source_types: dict[str, int]
    source_statuses: dict[str, int]


@routes.get("/packs", response_model=PackListDocument)
def packs(house: HouseOf) -> Response:
    """List the packs that answers come from."""
    with house.room.engine() as engine:
        found = [(c.pack, pack_standing(c.pack, engine.board)) for c in engine.catalogs.values()]
    return json_response(PackListDocument(packs=tuple(_line(*each) for each in found)))


@routes.get("/packs/{pack}", response_model=PackContentsDocument, responses=problems(404))
def pack(pack: PackId, house: HouseOf) -> Response:
    """Tell what a pack covers, which facts of a patient it asks for and how, and its topics."""
    with house.room.engine() as engine:
        if pack not in engine.catalogs:
            raise NotFound("there is no pack of that name", hint=f"there is {', '.join(engine.catalogs)}")
        found = engine.catalogs[pack].pack
        standing = pack_standing(found, engine.board)
    return json_response(_contents(found, standing))


def _line(pack: GuidelinePack, standing: Standing | None) -> PackLineDocument:
    return PackLineDocument(
        id=pack.id,
        title=pack.title,
        version=pack.version,
        digest=pack.digest,
        updated=pack.updated,
        status=(standing or pack).status.value,
        review=review_document(standing) if standing else None,
        summary=pack.summary,
        recommendations=sum(statement.direction is not None for statement in pack.statements),
        statements=len(pack.statements),
        sources=len(pack.sources),
    )


def _contents(pack: GuidelinePack, standing: Standing | None) -> PackContentsDocument:
    return PackContentsDocument(
        pack=_line(pack, standing),
        covers=pack.covers,
        excludes=tuple(each.wording.clinician for each in pack.exclusions),
        populations=tuple(each.name for each in pack.populations),
        topics=tuple(
            TopicDocument(id=t.id, title=t.title, patient_title=t.patient_title, questions=t.questions)
            for t in pack.topics
        ),
        facts=tuple(_fact(each) for each in pack.facts),
        source_types=_counted(each.type.value for each in pack.sources),
        source_statuses=_counted(each.status.value for each in pack.sources),
    )


def _fact(fact: FactDefinition) -> FactDefinitionDocument:
    return FactDefinitionDocument(
        id=fact.id,
        type=fact.type.value,
        label=fact.label,
        ask_clinician=fact.ask_clinician,
        ask_patient=fact.ask_patient,
        unit=fact.unit,
        minimum=fact.minimum,
        maximum=fact.maximum,
        whole=fact.whole,
        choices=tuple(FactChoiceDocument(id=each.id, label=each.label) for each in fact.choices),
    )


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())
