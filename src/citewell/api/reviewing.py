"""Reading at the review desk: the queue, versions with all that was said, differences, the audit trail."""

from enum import StrEnum
from typing import Annotated

from fastapi import Path, Query
from starlette.requests import Request as Call
from starlette.responses import Response

from citewell.api.problems import problems
from citewell.api.reading import router
from citewell.api.responses import Paged, json_response, links, page_of
from citewell.api.review_documents import (
    DifferenceDocument,
    DossierDocument,
    EventListDocument,
    InterestListDocument,
    QueueDocument,
    VersionListDocument,
)
from citewell.api.review_telling import (
    difference_document,
    dossier_document,
    event_document,
    interest_document,
    version_document,
    waiting_document,
)
from citewell.editorial.differences import difference
from citewell.editorial.subjects import subject_named
from citewell.engine import comparing, desk_reading
from citewell.engine.interests import interests
from citewell.engine.queues import everything, queue, versions
from citewell.engine.requests import text_only
from citewell.errors import InputError
from citewell.model.standing import Status
from citewell.serving.house import HouseOf
from citewell.serving.people import KnownCaller

routes = router("review")
_MOST_REVISION = 2**31 - 1
SubjectPath = Annotated[
    str, Path(max_length=200, description="What is reviewed, as `kind:name`: `pack:ID`, `article:NAME` …")
]
WhichVersion = Annotated[
    int | None, Query(ge=1, le=_MOST_REVISION, description="Which version; by default the newest.")
]


class Whose(StrEnum):
    """Whose a list is."""

    MINE = "mine"
    ALL = "all"


Of = Annotated[Whose, Query(description="What waits for you, or is yours; or everybody's.")]


@routes.get("/review/queue", response_model=QueueDocument, responses=problems(403, 404))
def review_queue(
    who: KnownCaller,
    paging: Paged,
    call: Call,
    house: HouseOf,
    of: Of = Whose.MINE,
) -> Response:
    """List what waits for you: votes, drafts, requested changes, tasks; the most urgent first."""
    desk = house.offices.desk
    found = (everything if of is Whose.ALL else queue)(desk, who)
    now = desk.now()
    document = QueueDocument(
        total=len(found),
        page=paging.page,
        limit=paging.limit,
        waiting=tuple(waiting_document(each, now=now) for each in page_of(found, paging)),
    )
    return json_response(document, headers=links(call, paging, total=len(found)))


@routes.get("/review/items", response_model=VersionListDocument, responses=problems(403, 404))
def review_items(
    who: KnownCaller,
    paging: Paged,
    call: Call,
    house: HouseOf,
    status: Annotated[list[Status] | None, Query(description="Of these statuses only.")] = None,
) -> Response:
    """List every version of everything that is or was reviewed."""
    found = versions(house.offices.desk, who, status or ())
    document = VersionListDocument(
        total=len(found),
        page=paging.page,
        limit=paging.limit,
        versions=tuple(version_document(each) for each in page_of(found, paging)),
    )
    return json_response(document, headers=links(call, paging, total=len(found)))


@routes.get(
    "/review/items/{subject:path}/difference",
    response_model=DifferenceDocument,
    responses=problems(403, 404),
)
def review_difference(
    subject: SubjectPath,
    who: KnownCaller,
    house: HouseOf,
    version: WhichVersion = None,
    earlier: Annotated[
        int | None, Query(alias="from", ge=1, le=_MOST_REVISION, description="Compare with this version.")
    ] = None,
    seen: Annotated[
        int | None, Query(ge=1, le=_MOST_REVISION, description="Compare with this revision of it.")
    ] = None,
) -> Response:
    """Tell what is different in a version: wording, criteria, grades, citations, field by field.

    Without `from` and `seen`, compared with the version that was approved last, else with the one before.
    """
    if earlier is not None and seen is not None:
        raise InputError("from and seen each name what to compare with: give one")
    desk = house.offices.desk
    desk_reading.check_may_read(desk, who, to="compare versions")
    there, said = comparing.said_by(desk, subject_named(subject), version)
    if seen is not None:
        name, before = f"version {there.n}, revision {seen}", comparing.as_read(desk, there, seen)
    else:
        found = (
            comparing.before(desk, there)
            if earlier is None
            else comparing.said_by(desk, there.subject, earlier)
        )
        if found is None:
            raise InputError("it is the first version: there is nothing to compare it with")
        name, before = f"version {found[0].n}", found[1]
    return json_response(
        difference_document(
            difference(before, said),
            subject=str(there.subject),
            before=name,
            after=f"version {there.n}, revision {there.revision}",
        )
    )


@routes.get("/review/items/{subject:path}", response_model=DossierDocument, responses=problems(403, 404))
def review_item(
    subject: SubjectPath, who: KnownCaller, house: HouseOf, version: WhichVersion = None
) -> Response:
    """Give a version with all that was said and done: its text in parts, comments, tasks, history."""
    found = desk_reading.dossier(house.offices.desk, who, subject_named(subject), version)
    return json_response(dossier_document(found))


@routes.get("/review/events", response_model=EventListDocument, responses=problems(403, 404))
def review_events(
    who: KnownCaller,
    call: Call,
    house: HouseOf,
    subject: Annotated[str, Query(max_length=200, description="Only what was done to this.")] = "",
    actor: Annotated[str, Query(max_length=200, description="Only what this person did.")] = "",
    after: Annotated[int, Query(ge=0, le=_MOST_REVISION, description="Only events of greater numbers.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000, description="How many.")] = 100,
) -> Response:
    """List the audit trail, in order. Without a subject it is for chief editors and admins."""
    found = desk_reading.events(
        house.offices.desk,
        who,
        subject=text_only(subject, "subject"),
        actor=text_only(actor, "actor"),
        after=after,
        most=limit + 1,
    )
    shown, more = found[:limit], len(found) > limit
    document = EventListDocument(
        events=tuple(event_document(each) for each in shown), next=shown[-1].n if more else None
    )
    headers = {}
    if more:
        url = call.url.include_query_params(after=shown[-1].n)
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return json_response(document, headers=headers)


@routes.get("/review/interests", response_model=InterestListDocument, responses=problems(403, 404))
def review_interests(
    who: KnownCaller,
    house: HouseOf,
    of: Of = Whose.MINE,
) -> Response:
    """List declared interests, ended ones too: your own, or everybody's."""
    found = interests(house.offices.desk, who, of_all=of is Whose.ALL)
    return json_response(InterestListDocument(interests=tuple(interest_document(each) for each in found)))
