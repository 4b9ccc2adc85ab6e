"""The audit trail in the browser: its events, whether it is as it was written, its end to be kept."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Annotated, BinaryIO
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from citewell.editorial.telling import told
from citewell.engine.auditing import Audit
from citewell.errors import InputError
from citewell.model.accounts import Person
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn
from citewell.storage.anchors import anchor_line, anchors_of
from citewell.text.moments import from_typed
from citewell.web.desk_view import CHECKED, NOTHING_REFUSED, Refused, Text
from citewell.web.rendering import page

pages = APIRouter()
_EACH = 100
_MOST_FAULTS = 200
_CHUNK = 64 * 1024


@pages.get("/review/audit")
def audit(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    subject: str = "",
    actor: str = "",
    since: str = "",
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The events, the last first, a hundred on a page."""
    return _shown(request, house, who, subject=subject, actor=actor, since=since, before=before)


@pages.post("/review/audit/verify", dependencies=CHECKED)
def verify(request: Request, house: HouseOf, who: SignedIn, anchors: Text = "") -> Response:
    """Look for what is not as it was written; against heads that were kept elsewhere, if they are given."""
    try:
        kept = anchors_of(anchors.replace("\r\n", "\n").strip(), where="what you gave")
        found = house.offices.audits.audited(who, kept)
    except InputError as error:
        refused = Refused(form="verify", error=error, typed={"anchors": anchors})
        return _shown(request, house, who, refused=refused)
    return _shown(request, house, who, found=found, anchors=len(kept))


@pages.get("/review/audit/anchor")
def anchor(house: HouseOf, who: SignedIn) -> Response:
    """The chain's end as a line of a file of anchors."""
    head = house.offices.audits.head(who)
    if not head.n:
        raise InputError("there is no event yet: there is nothing to anchor")
    named = {"Content-Disposition": f'attachment; filename="citewell-anchor-{head.n}.jsonl"'}
    return Response(anchor_line(head), media_type="application/jsonl", headers=named)


@pages.get("/review/audit/export")
def export(house: HouseOf, who: SignedIn) -> Response:
    """Everything an auditor needs to verify it elsewhere."""
    file = _written(house.offices.audits.exported(who))
    named = {"Content-Disposition": 'attachment; filename="citewell-audit.jsonl"'}
    return StreamingResponse(_chunks(file), media_type="application/jsonl", headers=named)


def _shown(
    request: Request,
    house: House,
    who: Person,
    *,
    subject: str = "",
    actor: str = "",
    since: str = "",
    before: int = 0,
    found: Audit | None = None,
    anchors: int = 0,
    refused: Refused = NOTHING_REFUSED,
) -> Response:
    choice = {"subject": subject.strip(), "actor": actor.strip(), "since": since.strip()}
    try:
        moment = _moment(choice["since"])
    except InputError as error:
        refused, moment = Refused(form="choice", error=error), ""
    office = house.offices.audits
    events = office.latest(who, most=_EACH + 1, before=before, **choice | {"since": moment})
    following = {name: value for name, value in choice.items() if value}
    return page(
        request,
        "desk_audit.html.j2",
        status=refused.status,
        told=[(event, told(event)) for event in events[:_EACH]],
        choice=choice,
        following=urlencode(following | {"before": events[_EACH - 1].n}) if len(events) > _EACH else "",
        before=before,
        found=found,
        faults=found.faults[:_MOST_FAULTS] if found else (),
        anchors=anchors,
        refused=refused,
    )


def _moment(text: str) -> str:
    """A day or time as the register keeps times, "" for none. Raises InputError."""
    if not text:
        return ""
    try:
        return from_typed(text)
    except ValueError:
        raise InputError("that is no date: write it as 2026-11-21") from None


def _written(lines: Iterable[str]) -> BinaryIO:
    """The lines in a file without a name: the register is let go of before anybody fetches them slowly."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  closed by who reads it
    for line in lines:
        file.write(line.encode())
    file.seek(0)
    return file


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
