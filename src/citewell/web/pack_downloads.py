"""A pack to take along, in the forms that other systems take in."""

from fastapi import APIRouter
from starlette.responses import Response

from citewell.engine.exporting import PACK_FORMS, exportable, written
from citewell.serving.house import HouseOf

pages = APIRouter()


@pages.get("/packs/{pack}/download/{form}")
def download(house: HouseOf, pack: str, form: str) -> Response:
    """The pack in this form, as a file. Raises NotFound for a form or a pack that there is not."""
    with house.room.engine() as engine:
        found = exportable(engine, pack)
    content, told = written(found, form), found.catalog.pack
    name = f"{told.id}-{told.version}.{PACK_FORMS[form].ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=PACK_FORMS[form].media_type, headers=headers)
