"""`citewell library vocabulary`: what a term is searched as, and names that wait to be reviewed."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from citewell.cli.library_options import form_option

if TYPE_CHECKING:
    from citewell.engine.naming import Name, Naming
    from citewell.retrieval.mining import Candidate


@click.command(
    short_help="Show what a term is searched as.",
    epilog="""\b
Examples:
  citewell library vocabulary "heart attack"
  citewell library vocabulary --candidates > candidates.yaml
""",
)
@click.argument("term", required=False)
@click.option("--candidates", is_flag=True, help="Names that the documents give, as YAML to choose from.")
@form_option
def vocabulary(*, term: str | None, candidates: bool, form: str) -> None:
    """Show what TERM is searched as, and where each of its other names comes from.

    With --candidates: the pairs of names that the library's own documents give and that are not in the
    vocabulary yet, the likeliest first. Most of them are no names at all: choose by hand.
    """
    from citewell.config import settings_from
    from citewell.engine import naming
    from citewell.engine.browsing import opened

    if bool(term) is candidates:
        raise click.UsageError("name a TERM, or ask for --candidates")
    settings = settings_from()
    shelf = opened(settings)
    if candidates:
        found = naming.candidates(shelf)
        _write(list(map(_pair_record, found)), form=form, lines=_yaml(found))
        return
    told = naming.naming(shelf, settings, term or "")
    _write(_record(told), form=form, lines=_lines(told))


def _write(record: Any, *, form: str, lines: Iterable[str]) -> None:
    from citewell.cli.rendering import show_json

    if form == "json":
        show_json(record)
        return
    for line in lines:
        click.echo(line)


def _record(told: "Naming") -> dict[str, Any]:
    return {
        "term": told.term,
        "searched": dict(told.searched),
        "called": list(map(_name_record, told.called)),
        "found_by": list(map(_name_record, told.found_by)),
    }


def _name_record(name: "Name") -> dict[str, Any]:
    return {"name": name.name, "origin": name.origin, "share": name.share}


def _pair_record(pair: "Candidate") -> dict[str, Any]:
    return {
        "term": pair.term,
        "other": pair.other,
        "evidence": pair.evidence.name.lower(),
        "documents": pair.documents,
    }


def _lines(told: "Naming") -> Iterator[str]:
    yield "searched as   " + (
        ", ".join(f"{stem} {weight:.2f}" for stem, weight in told.searched.items())
        or "nothing: no word of it stands in the library"
    )
    for heading, names in (("also called", told.called), ("found by", told.found_by)):
        for name in names:
            share = "" if name.share is None else f", {name.share:.0%} of the documents that define it"
            yield f"{heading:13} {name.name}   ({name.origin}{share})"


def _yaml(found: Iterable["Candidate"]) -> Iterator[str]:
    for evidence, pairs in groupby(found, key=lambda pair: pair.evidence):
        yield f"# {evidence.value}"
        for pair in pairs:
            yield f"- {{same: [{pair.term}, {pair.other}]}}  # documents: {pair.documents}"
