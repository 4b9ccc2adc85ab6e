"""A patient told in a form, in words or by a file, and what the guidance says; never in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from citewell.answers.formats.application_page import application_page
from citewell.answers.formats.html import page_html
from citewell.answers.formats.markdown import page_markdown
from citewell.engine.fhir_documents import occasion_on
from citewell.engine.fhir_guidance import application_in_fhir
from citewell.engine.modes import check_supports_patients
from citewell.engine.patients import applied_to, asked_facts
from citewell.errors import InputError, NotFound
from citewell.interop.bundle import MOST_BYTES, read_bundle
from citewell.interop.fhir.serialised import serialised
from citewell.model.answers import Audience
from citewell.model.applications import Application
from citewell.model.guidelines import FactDefinition
from citewell.model.patients import Fault, FileReading, PatientResult, Spoken, Telling, Told
from citewell.serving.house import House, HouseOf
from citewell.web.pathway_view import answer_words, course_words, picture_of
from citewell.web.patient_form import PREFIX, fields_of, form_of
from citewell.web.patient_places import carried_in
from citewell.web.patient_result import asked_first, is_outside, result_of
from citewell.web.rendering import AUDIENCE_COOKIE, audience_of, page, visit_of

pages = APIRouter()
# A form has a field for each fact of every pack; nobody types more than a page into one.
_MOST_FIELDS = 2_000
_MOST_TYPED = 64 * 1024
# No fact has a longer name, and none a longer value.
_LONGEST = 100
_A_YEAR = 365 * 24 * 60 * 60
_NOTHING = Told(facts={}, spoken={})
_HEADERS = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What a form of a patient sends. file: the content of the file, None for none."""

    texts: Mapping[str, str]
    file: bytes | None = None

    def telling(self, *, definitions: Mapping[str, FactDefinition], today: str) -> Telling:
        """What is told. Raises InputError for a file that is refused."""
        facts = {
            name.removeprefix(PREFIX)[:_LONGEST]: value.strip()[:_LONGEST]
            for name, value in self.texts.items()
            if name.startswith(PREFIX)
        }
        return Telling(
            words=self.texts.get("words", "").strip(),
            heard=self.texts.get("heard", "").strip(),
            facts=facts,
            file=self._file(facts, definitions, today),
        )

    def _file(
        self, facts: Mapping[str, str], definitions: Mapping[str, FactDefinition], today: str
    ) -> FileReading:
        """What a file tells, and an earlier one told of facts that have not been changed since."""
        before = {fact.fact: fact for fact in carried_in(self.texts, facts)}
        if not self.file:
            return FileReading(facts=tuple(before.values()))
        read = read_bundle(self.file, definitions=definitions, today=today)
        return replace(read, facts=tuple((before | {fact.fact: fact for fact in read.facts}).values()))


async def posted(request: Request) -> Posted:
    """The form of a request, its file read. Raises InputError for one that cannot be read."""
    try:
        form = request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_MOST_TYPED)
        async with form as sent:
            texts = {name: value for name, value in sent.items() if isinstance(value, str)}
            file = sent.get("file")
            content = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else None
    except HTTPException as error:
        raise InputError(f"the form cannot be read: {error.detail}") from None
    return Posted(texts=texts, file=content or None)


PostedForm = Annotated[Posted, Depends(posted)]


@pages.get("/patient")
def patient(request: Request, house: HouseOf) -> Response:
    """The empty form."""
    return _filled(request, house, PatientResult(told=_NOTHING), audience_of(request))


@pages.post("/patient")
def apply_to_patient(request: Request, house: HouseOf, sent: PostedForm) -> Response:
    """What the guidance says of the patient told, with the form filled in."""
    audience = _audience(request, sent)
    shown = _filled(
        request, house, _applied(house, sent, audience), audience, words=sent.texts.get("words", "")
    )
    if sent.texts.get("audience"):
        secure = request.url.scheme == "https"
        shown.set_cookie(
            AUDIENCE_COOKIE, audience.value, max_age=_A_YEAR, httponly=True, samesite="lax", secure=secure
        )
    return shown


class Form(Enum):
    """In which a result is taken home: its media type, and how the file's name ends."""

    JSON = ("application/json", "json")
    FHIR = ("application/fhir+json", "fhir.json")
    MD = ("text/markdown; charset=utf-8", "md")
    HTML = ("text/html; charset=utf-8", "html")


@pages.post("/patient/application.{form}")
def take_home(request: Request, house: HouseOf, sent: PostedForm, form: str) -> Response:
    """The result as a file. Raises InputError where what is told cannot be used."""
    if form.upper() not in Form.__members__:
        raise NotFound("a result is taken home as json, fhir, md or html")
    audience = _audience(request, sent)
    result = _applied(house, sent, audience)
    if result.application is None:
        raise InputError("; ".join(fault.message for fault in result.told.faults))
    chosen = Form[form.upper()]
    content = _content(house, result.application, chosen)
    media_type, ending = chosen.value
    name = f"attachment; filename=application.{ending}"
    return Response(content, media_type=media_type, headers={**_HEADERS, "Content-Disposition": name})


def _content(house: House, application: Application, form: Form) -> bytes:
    if form in (Form.MD, Form.HTML):
        page = application_page(application, this_year=house.year)
        return (page_html(page) if form is Form.HTML else page_markdown(page)).encode()
    with house.room.engine() as engine:
        catalogs, today = engine.catalogs, engine.today
        document = None if form is Form.FHIR else engine.application_contract(application)
    # Written down without the engine, which is another's turn by now.
    if document is None:
        return serialised(application_in_fhir(application, catalogs, occasion_on(today)))
    return _json(document)


def _json(document: object) -> bytes:
    from msgspec import json

    return json.format(json.encode(document), indent=2) + b"\n"


def _audience(request: Request, sent: Posted) -> Audience:
    said = sent.texts.get("audience", "")
    return Audience(said) if said in set(Audience) else audience_of(request)


def _applied(house: House, sent: Posted, audience: Audience) -> PatientResult:
    # Before anything of a patient is read.
    check_supports_patients(house.settings.mode, audience)
    today = house.clock().date().isoformat()
    with house.room.engine() as engine:
        definitions = engine.definitions
    try:
        telling = sent.telling(definitions=definitions, today=today)
    except InputError as error:
        # The file is refused; what was typed stays.
        unread = replace(sent, file=None).telling(definitions=definitions, today=today)
        return PatientResult(told=refused_file(unread, error))
    with house.room.engine() as engine:
        return applied_to(engine, telling, audience=audience)


def refused_file(telling: Telling, error: InputError) -> Told:
    """What is told beside a file that is refused."""
    facts = {fact: given for fact, given in telling.facts.items() if given}
    return Told(
        facts=facts,
        spoken=dict.fromkeys(facts, Spoken.FORM),
        heard=telling.heard,
        faults=(Fault(fact="file", message=f"{error.message}{f' ({error.hint})' if error.hint else ''}"),),
    )


def _filled(
    request: Request, house: House, result: PatientResult, audience: Audience, *, words: str = ""
) -> HTMLResponse:
    check_supports_patients(house.settings.mode, audience)
    with house.room.engine() as engine:
        definitions, catalogs = engine.definitions, engine.catalogs
        groups = asked_facts(engine, audience)
        document = engine.application_contract(result.application) if result.application else None
    fields = fields_of(definitions, result.told)
    application = result.application
    shown = (
        result_of(application, catalogs, document.references, this_year=house.year)
        if application and document
        else None
    )
    outside = shown is not None and is_outside(result)
    drawn = result.pathway if result.pathway and result.pathway.steps and not outside else None
    response = page(
        request,
        "patient_result.html.j2" if shown else "patient.html.j2",
        status=422 if result.told.faults else 200,
        visit=replace(visit_of(request), audience=audience),
        result=result,
        shown=shown,
        outside=outside,
        form=form_of(fields, groups, asked=asked_first(application, definitions) if application else ()),
        words=words,
        picture=picture_of(drawn) if drawn else None,
        called={fact: fields[fact].label for fact in definitions},
        answer_words=answer_words,
        course_words=course_words,
    )
    response.headers.update(_HEADERS)
    return response
