"""`citewell ask`: a question, answered."""

from pathlib import Path

import click

from citewell.cli.options import audience_option, fact_options, form_for, open_engine, record_options
from citewell.cli.reference_options import check_alone, references_option, write_references


@click.command(
    epilog="""\b
Examples:
  citewell ask "What is the treatment for an L2 compression fracture?"
  citewell ask "Vertebroplasty?" -f level=L2 -f age=78 --format html -o answer.html
  citewell ask "And if she is on warfarin?" --after 3f6c…
  citewell ask "Vertebroplasty?" --references ris -o vertebroplasty.ris
  citewell ask "Vertebroplasty?" -f level=L2 --format fhir --subject Patient/7 -o answer.fhir.json
"""
)
@click.argument("question", required=False)
@audience_option
@fact_options
@record_options
@references_option
@click.option(
    "--after",
    metavar="FINGERPRINT",
    help="The answer that this question follows up, by its last word; needs CITEWELL_RECORD=text.",
)
@click.option("--no-record", is_flag=True, help="Do not keep the answer for `citewell replay`.")
@click.option(
    "--batch",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Answer each line of a JSONL file (id, question, facts, audience, after) with one line of JSON.",
)
@click.pass_context
def ask(
    context: click.Context,
    *,
    question: str | None,
    audience: str,
    facts: tuple[str, ...],
    facts_file: Path | None,
    form: str | None,
    output: Path | None,
    no_pager: bool,
    subject: str | None,
    base: str | None,
    references: str | None,
    after: str | None,
    no_record: bool,
    batch: Path | None,
) -> None:
    """Answer QUESTION from the guideline packs, every sentence cited.

    With - the question is read from stdin.
    """
    if batch is not None:
        given_with = {"question": question, "facts": facts, "facts_file": facts_file, "after": after}
        _refuse_with_batch(**given_with, references=references, form=form)
        from citewell.cli.batch import answer_batch

        context.exit(answer_batch(batch, output, audience=audience.lower(), record=not no_record))
    from citewell.cli.facts import facts_from
    from citewell.cli.fhir import occasion, show_answer_in_fhir
    from citewell.cli.inputs import read_question
    from citewell.cli.rendering import show_answer
    from citewell.engine.requests import text_only
    from citewell.model.answers import Audience

    if question is None:
        raise click.UsageError("there is no question: put it in quotes, or give - to read it from stdin")
    check_alone(references, form)
    text = read_question(question)
    given = facts_from(facts_file, facts)
    engine = open_engine(record=not no_record)
    placed = occasion(engine, form, output, subject=subject, base=base)
    earlier = text_only((after or "").strip(), "fingerprint")
    answer = engine.answer(text, facts=given, audience=Audience(audience.lower()), after=earlier)
    if references:
        write_references(answer.references, references, output)
    elif placed:
        show_answer_in_fhir(answer, placed, output)
    else:
        show_answer(engine, answer, form_for(form, output), output, pager=not no_pager)


def _refuse_with_batch(**given: object) -> None:
    """Each line of a batch brings its own question and facts, and is written as JSON."""
    names = {"question": "QUESTION", "facts": "--fact", "facts_file": "--facts", "after": "--after"}
    names["references"] = "--references"
    for name, flag in names.items():
        if given[name]:
            raise click.UsageError(f"--batch goes without {flag}: each line brings its own")
    if given["form"] not in (None, "json"):
        raise click.UsageError("--batch writes JSON: leave --format out")
