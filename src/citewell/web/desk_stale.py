"""Whoever decides on what is no longer the present text is shown what happened, and keeps what they typed."""

from starlette.requests import Request
from starlette.responses import Response

from citewell.editorial.differences import Difference, difference, summary
from citewell.editorial.workflow import Stale
from citewell.engine.comparing import as_read, said_by
from citewell.engine.curating import EditorialDesk
from citewell.engine.offering import offered
from citewell.errors import InputError
from citewell.model.accounts import Person
from citewell.serving.house import House
from citewell.web.desk_view import Refused, address_of, changed_parts
from citewell.web.rendering import page

_MOST = 200


def stale_page(request: Request, house: House, who: Person, stale: Stale, refused: Refused) -> Response:
    """What changed since the revision that was read, and the form again for the present one."""
    desk = house.offices.desk
    version = stale.version
    found = _since(desk, stale)
    offer = offered(desk, who, version.subject, version.n)
    return page(
        request,
        "desk_stale.html.j2",
        status=stale.status,
        stale=stale,
        version=said_by(desk, version.subject, version.n)[0],
        changes=changed_parts(found)[:_MOST] if found is not None else (),
        summary=summary(found) if found is not None else "",
        offered=tuple(action for action in offer.actions if action == refused.form),
        refused=refused,
        address_of=address_of,
    )


def _since(desk: EditorialDesk, stale: Stale) -> Difference | None:
    """The difference from what was read; None for a revision that never was."""
    version = stale.version
    try:
        before = as_read(desk, version, stale.seen)
    except InputError:
        return None
    return difference(before, said_by(desk, version.subject, version.n)[1])
