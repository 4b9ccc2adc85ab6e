"""Packs applied to a patient as a FHIR R4 GuidanceResponse, with the CarePlan that it results in.

FHIR R4 (4.0.1): GuidanceResponse §9.10, OperationOutcome §2.32, DataRequirement §2.46.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.bibliographies import bibliography
from citewell.interop.fhir.care_plans import Activity, care_plan
from citewell.interop.fhir.codings import Json, concept, filled, uri_identifier
from citewell.interop.fhir.data_requirements import code_parameter, data_requirements
from citewell.interop.fhir.makings import (
    Occasion,
    address,
    bundle,
    device,
    fingerprint_of,
    provenance,
    reference,
)
from citewell.interop.fhir.narrative import markdown, narrated
from citewell.interop.fhir.outputs import outputs
from citewell.interop.fhir.value_sets import parts_of
from citewell.model.applications import Application
from citewell.model.guidelines import FactDefinition
from citewell.model.origins import source_of

# A literal reference to a resource of the record itself (R4 §2.3.0.1).
_IN_RECORD = re.compile(r"[A-Z][A-Za-z]{2,63}/[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is no activity, under one title; plain texts."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """An application, and what is written of it.

    activities: what applies, in the order in which it is read. told, plan: as XHTML, what was understood and
    what is missing, and what applies. notes: what belongs to no activity. still_open: what more urgent
    nothing known excludes. asked: the missing facts as a pack defines them that asks for each. module: the
    canonical address of what was asked of the pack that leads; published: by pack, where its artifacts are.
    """

    application: Application
    activities: tuple[Activity, ...]
    told: str
    plan: str
    notes: tuple[Noted, ...]
    still_open: tuple[str, ...]
    asked: tuple[tuple[Publication, FactDefinition], ...]
    module: str
    published: Mapping[str, Publication]


def guidance(guided: Guided, occasion: Occasion) -> Json:
    """The application as a collection Bundle that its GuidanceResponse opens.

    Without anything that applies it results in no CarePlan.
    """
    made = guided.application.provenance
    resources = {
        "GuidanceResponse": _response(guided, occasion),
        "CarePlan": _plan(guided, occasion),
        "Parameters": outputs(guided.application, guided.published),
        "OperationOutcome": _outcome(guided),
        "Library": bibliography(guided.application.references) if guided.application.references else {},
        "Device": device(made),
    }
    entries = [(address(made, occasion, name), each) for name, each in resources.items() if each]
    said = [to for to, each in entries if each["resourceType"] in ("GuidanceResponse", "CarePlan")]
    engine, read = address(made, occasion, "Device"), _read(guided.application)
    origin = provenance(made, occasion, said, engine, read=read)
    entries.append((address(made, occasion, "Provenance"), origin))
    identifier = uri_identifier(address(made, occasion, "collection"))
    return bundle("collection", entries, identifier=identifier, occasion=occasion)


def _read(application: Application) -> Iterable[str]:
    """The resources of a health record in which facts were read, each once, those with an id."""
    sources = (source_of(fact.origin) for fact in application.understood)
    named = (source.partition(",")[0] for source in sources)
    return tuple(dict.fromkeys(each for each in named if _IN_RECORD.fullmatch(each)))


def _response(guided: Guided, occasion: Occasion) -> Json:
    application = guided.application
    made = application.provenance
    outcome = address(made, occasion, "OperationOutcome")
    return filled(
        resourceType="GuidanceResponse",
        text=narrated(guided.told),
        identifier=[fingerprint_of(made, occasion)],
        moduleCanonical=guided.module,
        status=_status(application),
        subject=reference(occasion.subject) if occasion.subject else None,
        occurrenceDateTime=occasion.on,
        performer=reference(address(made, occasion, "Device"), "Citewell"),
        note=[{"text": _noted(note)} for note in guided.notes],
        evaluationMessage=[reference(outcome)] if _outcome(guided) else [],
        outputParameters=reference(address(made, occasion, "Parameters")),
        result=reference(address(made, occasion, "CarePlan")) if guided.activities else None,
        dataRequirement=[each for asked in guided.asked for each in _needs(*asked)],
    )


def _needs(published: Publication, fact: FactDefinition) -> Iterator[Json]:
    """What of a record would state the fact; by its pack's value set where no list of codes can say it."""
    for number, (mapping, need) in enumerate(zip(fact.fhir, data_requirements(fact), strict=True), start=1):
        held = published.pinned("ValueSet", *parts_of(fact, number))
        codes = [{"searchParam": code_parameter(mapping), "valueSet": held}]
        yield need | {"codeFilter": codes} if mapping.codes and "codeFilter" not in need else need


def _noted(note: Noted) -> str:
    """A note as Markdown: what it is, and a list."""
    return "\n".join([f"{markdown(note.title)}:\n", *(f"- {markdown(line)}" for line in note.lines)])


def _plan(guided: Guided, occasion: Occasion) -> Json:
    if not guided.activities:
        return {}
    made = guided.application.provenance
    return care_plan(
        guided.application,
        guided.activities,
        xhtml=guided.plan,
        listed=address(made, occasion, "Library") if guided.application.references else "",
        engine=address(made, occasion, "Device"),
        occasion=occasion,
    )


def _status(application: Application) -> str:
    """Whether more must be known: what is more urgent is not excluded, or nothing says where to go."""
    shown = [part.disposition for part in application.parts if part.disposition]
    if application.disposition is None or any(each.provisional for each in shown):
        return "data-required" if application.missing else "success"
    return "data-requested" if application.missing else "success"


def _outcome(guided: Guided) -> Json:
    issues = list(_issues(guided))
    return {"resourceType": "OperationOutcome", "issue": issues} if issues else {}


def _issues(guided: Guided) -> Iterator[Json]:
    """What may be misread, whom the pack is not for, and what more urgent is still open."""
    yield from (_warning("value", doubt) for doubt in guided.application.doubts)
    excluded = (reason for part in guided.application.parts for reason in part.excluded)
    yield from (_warning("business-rule", reason) for reason in excluded)
    yield from (_warning("required", told) for told in guided.still_open)


def _warning(code: str, text: str) -> Json:
    return {"severity": "warning", "code": code, "details": concept(text=text)}
