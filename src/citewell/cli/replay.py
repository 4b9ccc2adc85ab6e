"""`citewell replay`: an earlier answer, made again."""

from pathlib import Path

import click

from citewell.cli.options import form_for, open_engine, output_options


@click.command(
    epilog="""\b
Example:
  citewell replay 3f6c…
"""
)
@click.argument("fingerprint")
@output_options
@click.pass_context
def replay(
    context: click.Context, *, fingerprint: str, form: str | None, output: Path | None, no_pager: bool
) -> None:
    """Make the answer with FINGERPRINT again, or say what changed since (exit code 4).

    The fingerprint is the last word of an answer.
    """
    from citewell.answers.formats.words import one_line
    from citewell.cli.errors import say
    from citewell.cli.inputs import text_only
    from citewell.cli.rendering import show_answer
    from citewell.errors import Conflict

    engine = open_engine()
    replayed = engine.replay(text_only(fingerprint.strip(), "fingerprint"))
    if not replayed.same:
        for change in replayed.changes:
            click.echo(one_line(change))
        say("the answer cannot be made again as it was: what changed is listed above")
        context.exit(Conflict.exit_code)
    show_answer(engine, replayed.answer, form_for(form, output), output, pager=not no_pager)
    say("reproduced, byte for byte")
