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
    from msgspec.json import schema as schema_of

    from citewell.answers.contract import AnswerDocument, ApplicationDocument
    from citewell.cli.rendering import show_json

    described = schema_of(AnswerDocument if document == "answer" else ApplicationDocument)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Citewell {document}"}
    show_json(head | described)
