"""`citewell chat`: questions and follow-ups, one after the other, on a terminal or from a pipe."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from citewell.cli.options import audience_option, fact_options, open_engine


@click.command(
    epilog="""\b
Examples:
  citewell chat
  citewell chat --audience patient -f age=78
"""
)
@audience_option
@fact_options
@click.option("--no-record", is_flag=True, help="Do not keep the answers for `citewell replay`.")
@click.pass_context
def chat(
    context: click.Context, *, audience: str, facts: tuple[str, ...], facts_file: Path | None, no_record: bool
) -> None:
    """Ask, and follow up what was answered; /help tells what else can be typed.

    From a pipe each line is a question; the status is 2 when one of them was refused.
    """
    from citewell.cli.conversation import Conversation
    from citewell.cli.facts import facts_from
    from citewell.model.answers import Audience

    given = facts_from(facts_file, facts)
    engine = open_engine(record=not no_record)
    conversation = Conversation(engine, audience=Audience(audience.lower()), facts=given)
    typed = sys.stdin.isatty()
    for line in _typed() if typed else _piped():
        if not conversation.hear(line):
            break
    if typed:
        click.echo("Goodbye.")
    else:
        context.exit(conversation.code)


def _typed() -> Iterator[str]:
    """The lines that somebody types, until Ctrl-D. No history of them is kept, in memory or on disk."""
    try:
        import readline
    except ImportError:
        # Without it a line is typed without cursor keys.
        pass
    else:
        readline.set_auto_history(False)
    click.echo("Ask a question; /help tells what else can be typed, Ctrl-D ends.")
    while True:
        try:
            yield input("\n> ")
        except EOFError:
            click.echo()
            return


def _piped() -> Iterator[str]:
    """The lines of standard input, each within the length of a question."""
    from citewell.engine.requests import LARGEST_QUESTION

    while data := sys.stdin.buffer.readline(LARGEST_QUESTION + 1):
        yield data.decode("utf-8-sig", "surrogateescape")
        while not data.endswith(b"\n") and (data := sys.stdin.buffer.readline(LARGEST_QUESTION + 1)):
            # What is left of an overlong line is no question.
            continue
