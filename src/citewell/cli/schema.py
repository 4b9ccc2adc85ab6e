"""`citewell schema`: the public contract of the JSON output."""

import click


@click.command(
    epilog="""\b
Example:
  citewell schema answer > answer.schema.json
"""
)
@click.argument("document", type=click.Choice(["answer", "application"]))
def schema(*, document: str) -> None:
    """Print the JSON Schema of `ask --format json` (answer) or `apply --format json` (application)."""
    from citewell.answers.document import answer_schema, application_schema
    from citewell.cli.output import write_bytes
    from citewell.cli.rendering import json_text

    write_bytes(json_text(answer_schema() if document == "answer" else application_schema()), None)
