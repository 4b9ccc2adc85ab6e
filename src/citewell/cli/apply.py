"""`citewell apply`: the guidance, applied to one patient."""

from pathlib import Path

import click

from citewell.cli.options import audience_option, fact_options, form_for, open_engine, record_options
from citewell.cli.reference_options import check_alone, references_option, write_references


@click.command(
    epilog="""\b
Examples:
  citewell apply "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10"
  citewell apply -f age=78 -f level=L1 -f neuro-deficit=no --format json
  citewell apply --bundle patient.json "pain 8/10"
  citewell apply -f age=78 -f level=L1 --format fhir --subject Patient/7 -o guidance.json
"""
)
@click.argument("sentence", required=False)
@audience_option
@fact_options
@click.option(
    "--bundle",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A FHIR R4 Bundle of the patient, as JSON, or - for stdin; --fact corrects it.",
)
@click.option(
    "--forget",
    metavar="NAME",
    multiple=True,
    help="Leave this fact of the sentence or the Bundle unknown; may be given several times.",
)
@record_options
@references_option
def apply(
    *,
    sentence: str | None,
    audience: str,
    facts: tuple[str, ...],
    facts_file: Path | None,
    bundle: Path | None,
    forget: tuple[str, ...],
    form: str | None,
    output: Path | None,
    no_pager: bool,
    subject: str | None,
    base: str | None,
    references: str | None,
) -> None:
    """Apply the guidance to the patient that SENTENCE, the facts and a health record describe.

    What was understood is shown first: correct it with --fact, or take it back with --forget. With -
    the sentence is read from stdin.
    """
    from citewell.cli.facts import facts_from
    from citewell.cli.fhir import occasion, show_application_in_fhir
    from citewell.cli.inputs import read_question
    from citewell.cli.patient_records import applied
    from citewell.cli.rendering import show_application
    from citewell.model.answers import Audience

    check_alone(references, form)
    given = facts_from(facts_file, facts)
    if sentence is None and not given and bundle is None:
        raise click.UsageError("nothing is said of the patient: give a sentence, --fact, --facts or --bundle")
    text = read_question(sentence, what="sentence") if sentence is not None else ""
    engine = open_engine()
    placed = occasion(engine, form, output, subject=subject, base=base)
    application = applied(
        engine, text, bundle=bundle, facts=given, forget=forget, audience=Audience(audience.lower())
    )
    if references:
        write_references(application.references, references, output)
    elif placed:
        show_application_in_fhir(engine, application, placed, output)
    else:
        show_application(engine, application, form_for(form, output), output, pager=not no_pager)
