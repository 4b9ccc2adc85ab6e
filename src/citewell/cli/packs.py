"""`citewell packs`: the guideline packs, for those who read them and those who write them."""

from pathlib import Path

import click

from citewell.cli.options import open_engine
from citewell.cli.pack_attributes import attributes
from citewell.cli.pack_coverage import coverage
from citewell.cli.pack_export import export


@click.group(
    epilog="""\b
Examples:
  citewell packs show vertebral-fracture --facts
  citewell packs check my-pack
"""
)
def packs() -> None:
    """List, show, check, test, start and export guideline packs."""


packs.add_command(export)
packs.add_command(attributes)
packs.add_command(coverage)


@packs.command("list", short_help="List the packs that answers come from.")
@click.option("--no-pager", is_flag=True, help="Write straight to the terminal.")
def list_packs(*, no_pager: bool) -> None:
    """List the packs that answers come from."""
    from citewell.cli.pack_pages import list_page
    from citewell.cli.rendering import show_page
    from citewell.engine.standing import pack_standing

    engine = open_engine(record=False)
    listed = [
        (catalog.pack, pack_standing(catalog.pack, engine.board)) for catalog in engine.catalogs.values()
    ]
    show_page(list_page(listed), "text", None, pager=not no_pager)


@packs.command(
    short_help="Show what a pack covers, or one thing in it.",
    epilog="""\b
Examples:
  citewell packs show vertebral-fracture
  citewell packs show vertebral-fracture --source aaos-2010
""",
)
@click.argument("pack")
@click.option("--facts", "facts", is_flag=True, help="The facts it asks for: type, unit, range, choices.")
@click.option("--source", metavar="ID", help="One source in full, with its findings.")
@click.option("--recommendation", metavar="ID", help="One recommendation in full.")
@click.option("--no-pager", is_flag=True, help="Write straight to the terminal.")
def show(*, pack: str, facts: bool, source: str | None, recommendation: str | None, no_pager: bool) -> None:
    """Show what PACK covers, or one thing in it."""
    from citewell.cli import pack_pages
    from citewell.cli.rendering import show_page
    from citewell.engine.standing import pack_standing

    if sum((facts, bool(source), bool(recommendation))) > 1:
        raise click.UsageError(
            "--facts, --source and --recommendation each show a page of their own: give one"
        )
    engine = open_engine(record=False)
    catalog = pack_pages.named(pack, engine.catalogs, "pack")
    if facts:
        page = pack_pages.facts_page(catalog.pack)
    elif source:
        page = pack_pages.source_page(pack_pages.named(source, catalog.sources, "source"))
    elif recommendation:
        known = {statement.id: statement for statement in catalog.recommendations}
        page = pack_pages.recommendation_page(
            pack_pages.named(recommendation, known, "recommendation"), catalog
        )
    else:
        page = pack_pages.pack_page(catalog.pack, pack_standing(catalog.pack, engine.board))
    show_page(page, "text", None, pager=not no_pager)


@packs.command(
    short_help="Report every fault, with its file and line.",
    epilog="""\b
Examples:
  citewell packs check
  citewell packs check my-pack --format json
""",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check(context: click.Context, *, paths: tuple[Path, ...], form: str) -> None:
    """Report every fault of the packs and bases at PATH, each with its file and line.

    Several are looked at together, too. Without PATH, the packs in use and the bases they import. The exit
    code is 1 when there are faults.
    """
    from citewell.cli.pack_check import check_packs

    context.exit(check_packs(paths, form))


@packs.command(
    short_help="Try the worked cases.",
    epilog="""\b
Examples:
  citewell packs test
  citewell packs test my-pack
""",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def test(context: click.Context, *, paths: tuple[Path, ...]) -> None:
    """Try the worked cases of the packs at PATH, and say where the answers differ from what they expect.

    Without PATH, the packs in use. The exit code is 1 when a case fails.
    """
    from citewell.cli.pack_test import try_packs

    context.exit(try_packs(paths))


@packs.command(
    short_help="Start a small pack, free of faults.",
    epilog="""\b
Examples:
  citewell packs new my-pack && citewell packs check my-pack
  citewell packs new frozen-shoulder --title "Frozen shoulder"
""",
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--title", default="Example condition", show_default=True, help="What the pack is on.")
def new(*, path: Path, title: str) -> None:
    """Start a pack at PATH: small, complete and free of faults, ready to be rewritten.

    The name of the folder becomes the pack's id. It imports the base that ships with Citewell.
    """
    from datetime import UTC, datetime

    from citewell.cli.pack_new import start_pack

    files = start_pack(path, today=datetime.now(UTC).date().isoformat(), title=title)
    click.echo(f"{path}: {files} files")
    click.echo(f"next: citewell packs check {path}")


@packs.command(
    short_help="Print the JSON Schema of pack files.",
    epilog="""\b
Example:
  citewell packs schema source > source.schema.json
""",
)
@click.argument("kind", required=False)
def schema(*, kind: str | None) -> None:
    """Print the JSON Schema of one KIND of file, for editors that complete and check while typing.

    Without KIND, all of them, by the place where each file stands.
    """
    from citewell.cli.pack_pages import named
    from citewell.cli.rendering import show_json
    from citewell.guidelines.schema import EVERY_FILE_KIND, json_schema

    by_name = {each.name: each for each in EVERY_FILE_KIND}
    if kind is not None:
        show_json(json_schema(named(kind, by_name, "kind of file").name))
        return
    show_json({each.pattern: json_schema(each.name) for each in EVERY_FILE_KIND})
