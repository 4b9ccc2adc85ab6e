"""`citewell apply`: the guidance, applied to one patient."""

from pathlib import Path

import click

from citewell.cli.options import audience_option, fact_options, form_for, open_engine, output_options


@click.command(
    epilog="""\b
Examples:
  citewell apply "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10"
  citewell apply -f age=78 -f level=L1 -f neuro-deficit=no --format json
"""
)
@click.argument("sentence", required=False)
@audience_option
@fact_options
@click.option(
    "--forget",
    metavar="NAME",
    multiple=True,
    help="Leave this fact of the sentence unknown; may be given several times.",
)
@output_options
def apply(
    *,
    sentence: str | None,
    audience: str,
    facts: tuple[str, ...],
    facts_file: Path | None,
    forget: tuple[str, ...],
    form: str | None,
    output: Path | None,
    no_pager: bool,
) -> None:
    """Apply the guidance to the patient that SENTENCE and the facts describe.

    What was understood is shown first: correct it with --fact, or take it back with --forget. With -
    the sentence is read from stdin.
    """
    from citewell.cli.facts import facts_from
    from citewell.cli.inputs import read_question
    from citewell.cli.rendering import show_application
    from citewell.model.answers import Audience

    given = facts_from(facts_file, facts)
    if sentence is None and not given:
        raise click.UsageError("nothing is said of the patient: give a sentence, --fact or --facts")
    text = read_question(sentence, what="sentence") if sentence is not None else ""
    engine = open_engine()
    application = engine.apply(text, facts=given, forget=forget, audience=Audience(audience.lower()))
    show_application(engine, application, form_for(form, output), output, pager=not no_pager)
