"""Reference lists to take home from a page: the links to every form, and the file behind each."""

from collections.abc import Sequence
from itertools import groupby

from starlette.responses import Response

from citewell.interop.reference_forms import REFERENCE_FORMS, form_named
from citewell.model.references import Reference

# What kind of form, and the forms of that kind, for links.
REFERENCE_GROUPS = tuple(
    (group, tuple(forms)) for group, forms in groupby(REFERENCE_FORMS, key=lambda form: form.group)
)


def reference_file(references: Sequence[Reference], name: str, *, called: str) -> Response:
    """A reference list in the form of this name, as a file. Raises NotFound for a form that there is not.

    called: the file's name without its ending; it stays in folders that others see.
    """
    form = form_named(name)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in called)
    disposition = f'attachment; filename="{plain}.{form.ending}"'
    return Response(
        form.write(references), media_type=form.media_type, headers={"Content-Disposition": disposition}
    )
