"""`citewell replay`: an earlier answer, made again."""

from pathlib import Path

import click

from citewell.cli.options import fact_options, form_for, open_engine, output_options
from citewell.cli.reference_options import check_alone, references_option, write_references


@click.command(
    epilog="""\b
Examples:
  citewell replay 3f6c… --question "Vertebroplasty?" -f level=L2
  citewell replay 3f6c… --question - < question.txt
"""
)
@click.argument("fingerprint")
@click.option(
    "--question",
    metavar="TEXT",
    help="What was asked, word for word, where the ledger has not kept it; - reads it from stdin.",
)
@fact_options
@output_options
@references_option
@click.pass_context
def replay(
    context: click.Context,
    *,
    fingerprint: str,
    question: str | None,
    facts: tuple[str, ...],
    facts_file: Path | None,
    form: str | None,
    output: Path | None,
    no_pager: bool,
    references: str | None,
) -> None:
    """Make the answer with FINGERPRINT again, or say what changed since (exit code 4).

    The fingerprint is the last word of an answer. As long as nothing else is said, the ledger keeps no
    question: give it again, with the facts that were given with it.
    """
    from citewell.answers.formats.words import one_line
    from citewell.cli.errors import say
    from citewell.cli.facts import facts_from
    from citewell.cli.inputs import read_question
    from citewell.cli.rendering import show_answer
    from citewell.engine.requests import text_only
    from citewell.errors import Conflict

    check_alone(references, form)
    given = facts_from(facts_file, facts)
    text = read_question(question or "")
    if given and not text:
        raise click.UsageError("--fact and --facts go with --question: they were given with it")
    engine = open_engine()
    known = text_only(fingerprint.strip(), "fingerprint")
    replayed = engine.replay(known, question=text, facts=given)
    if not replayed.same:
        for change in replayed.changes:
            click.echo(one_line(change))
        say("the answer cannot be made again as it was: what changed is listed above")
        context.exit(Conflict.exit_code)
    if references:
        write_references(replayed.answer.references, references, output)
    else:
        show_answer(engine, replayed.answer, form_for(form, output), output, pager=not no_pager)
    say("reproduced, byte for byte")
