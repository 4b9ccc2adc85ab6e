"""A pack to take along, in the forms that other systems take in."""

from fastapi import APIRouter
from starlette.responses import Response

from citewell.engine.exporting import PACK_FORMS, exported, named
from citewell.serving.house import HouseOf

pages = APIRouter()


@pages.get("/packs/{pack}/download/{form}")
def download(house: HouseOf, pack: str, form: str) -> Response:
    """The pack in this form, as a file. Raises NotFound for a form or a pack that there is not."""
    with house.room.engine() as engine:
        found = named(engine, pack).pack
        content = exported(engine, found.id, form)
    name = f"{found.id}-{found.version}.{PACK_FORMS[form].ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=PACK_FORMS[form].media_type, headers=headers)
