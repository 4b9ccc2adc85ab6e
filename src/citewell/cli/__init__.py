"""The command line: `citewell ask | chat | apply | packs | library | …`; the commands are listed below."""

import click

from citewell import __version__
from citewell.cli.groups import LazyGroup

_COMMANDS = {
    "ask": ("citewell.cli.ask:ask", "Answer a clinical question, every sentence cited."),
    "chat": ("citewell.cli.chat:chat", "Ask questions and follow-ups, one after the other."),
    "apply": ("citewell.cli.apply:apply", "Apply the guidance to one patient."),
    "packs": ("citewell.cli.packs:packs", "List, show, check, test, start and export guideline packs."),
    "ingest": ("citewell.cli.ingest:ingest", "Bring guidelines and studies into the library."),
    "library": ("citewell.cli.library:library", "Look into the library: stats, list, show, search, check."),
    "encoder": ("citewell.cli.encoder:encoder", "Add and choose what turns texts into vectors of meaning."),
    "evaluate": ("citewell.cli.evaluate:evaluate", "Measure the answers on judged questions."),
    "serve": ("citewell.cli.serve:serve", "Serve the pages and the API in a browser."),
    "hooks": ("citewell.cli.hooks:hooks", "CDS Hooks: the services, their cards, what became of them."),
    "replay": ("citewell.cli.replay:replay", "Make an earlier answer again, or say what changed."),
    "ledger": ("citewell.cli.ledger:ledger", "Count, protect and remove what is kept of answers."),
    "backup": ("citewell.cli.backup:backup", "Save everything into one file."),
    "restore": ("citewell.cli.restore:restore", "Make a new data folder of a backup."),
    "user": ("citewell.cli.user:user", "Accounts of the editorial desk: roles, tokens, signing keys."),
    "review": ("citewell.cli.review:review", "The editorial desk: submit, discuss, approve, audit."),
    "schema": ("citewell.cli.schema:schema", "Print the JSON Schema of an answer or an application."),
}


@click.group(
    "citewell",
    cls=LazyGroup,
    lazy=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Start here: citewell ask "What is the treatment for an L2 compression fracture?"',
)
@click.version_option(__version__, prog_name="citewell", message="%(prog)s %(version)s")
def cli() -> None:
    """Clinical answers from guideline packs: offline, cited, grades as printed."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli(prog_name="citewell")
