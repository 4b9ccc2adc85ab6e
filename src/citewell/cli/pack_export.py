"""`citewell packs export`: a pack in a form that other programs take in."""

from pathlib import Path

import click

from citewell.cli.options import open_engine

# Those of `engine.exporting`, named here so that no other command loads it.
FORMS = ("fhir", "cql")


@click.command(
    short_help="Write a pack as FHIR resources, or its logic as CQL.",
    epilog="""\b
Examples:
  citewell packs export vertebral-fracture -o pack.json
  citewell packs export vertebral-fracture --base https://fhir.example.org/r4
  citewell packs export vertebral-fracture -o pack.cql
""",
)
@click.argument("pack")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How it is written.  [default: fhir; cql where --output ends so]",
)
@click.option(
    "--base",
    metavar="URL",
    help="The address that canonical addresses begin with.  [default: http://citewell.invalid/fhir]",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to this file, whole or not at all.",
)
def export(*, pack: str, form: str | None, base: str | None, output: Path | None) -> None:
    """Write PACK in a form that other programs take in.

    As FHIR it is one transaction Bundle of R4 resources, which a FHIR server can load. As CQL it is one
    library of the pack's logic, which takes the facts of a patient as parameters.
    """
    from citewell.cli.output import write_bytes
    from citewell.cli.pack_pages import named
    from citewell.engine.exporting import exported
    from citewell.interop.fhir.codings import DEFAULT_BASE

    engine = open_engine(record=False)
    catalog = named(pack, engine.catalogs, "pack")
    given = DEFAULT_BASE if base is None else base
    ending = output.suffix.lower().removeprefix(".") if output else ""
    wanted = form or (ending if ending in FORMS else FORMS[0])
    write_bytes(exported(engine, catalog.pack.id, wanted, base=given), output)
