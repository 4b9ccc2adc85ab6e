"""`citewell review diff`: what differs between two versions, two revisions, or a version and the files."""

from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option, pager_option
from citewell.cli.review_seat import Seat, seated, subject_argument, version_option

if TYPE_CHECKING:
    from citewell.model.reviews import Content, Subject, Version

_NOTHING = "it is the first version: there is nothing to compare it with"


@click.command(
    epilog="""\b
Examples:
  citewell review diff pack:vertebral-fracture
  citewell review diff pack:vertebral-fracture --files
  citewell review diff article:nerve-root-block --seen 2
"""
)
@subject_argument
@version_option
@click.option("--from", "earlier", type=click.IntRange(1), metavar="N", help="Compare with this version.")
@click.option(
    "--seen", type=click.IntRange(1), metavar="REVISION", help="Compare with the revision you read."
)
@click.option("--files", is_flag=True, help="Compare it with the packs' files, or the answer, of now.")
@form_option
@pager_option
def diff(
    *,
    subject: "Subject",
    n: int | None,
    earlier: int | None,
    seen: int | None,
    files: bool,
    form: str,
    no_pager: bool,
) -> None:
    """Show what is different in SUBJECT: wording, criteria, grades, citations, word by word.

    Without an option, compared with the version that was approved last, else with the one before.
    """
    if sum((earlier is not None, seen is not None, files)) > 1:
        raise click.UsageError("--from, --seen and --files each name what to compare with: give one")
    from citewell.cli.output import write_text
    from citewell.cli.rendering import show_json
    from citewell.cli.review_diff_page import difference_text
    from citewell.cli.review_records import difference_record
    from citewell.editorial.differences import difference, summary
    from citewell.engine.comparing import said_by

    with seated() as seat:
        version, said = said_by(seat.desk, subject, n)
        names, one, other = _compared(seat, version, said, earlier=earlier, seen=seen, files=files)
    found = difference(one, other)
    if form == "json":
        about = {"subject": str(subject), "from": names[0], "to": names[1], "summary": summary(found)}
        show_json(about | difference_record(found))
        return
    write_text(difference_text(found, [f"{subject}: {names[0]} → {names[1]}"]), None, pager=not no_pager)


def _compared(
    seat: Seat,
    version: "Version",
    said: "Content",
    *,
    earlier: int | None,
    seen: int | None,
    files: bool,
) -> tuple[tuple[str, str], "Content", "Content"]:
    """What both are called, and what they say, the earlier first."""
    from citewell.engine.comparing import as_read, before, said_by
    from citewell.errors import InputError

    name = f"version {version.n}"
    if files:
        from citewell.cli.review_sources import remade_now

        return (name, "now"), said, remade_now(version.subject, said)
    if seen is not None:
        names = (f"{name}, revision {seen}", f"revision {version.revision}")
        return names, as_read(seat.desk, version, seen), said
    found = said_by(seat.desk, version.subject, earlier) if earlier else before(seat.desk, version)
    if found is None:
        raise InputError(_NOTHING, hint=f"read it: citewell review show {version.subject}")
    return (f"version {found[0].n}", name), found[1], said
