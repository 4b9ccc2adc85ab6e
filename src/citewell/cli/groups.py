"""A command group that imports a command only when it is called, and fails in one voice."""

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from citewell.cli.errors import ClosedPipeError, handled


class LazyGroup(click.Group):
    """A group whose commands are named as `module:attribute` with their one line of help."""

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and leave with the exit code that `errors` gives to whatever happened."""
        run = super().main
        sys.exit(handled(lambda: run(*args, **{**kwargs, "standalone_mode": False})))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader who left is told apart here, before click makes it a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ClosedPipeError from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order in which they are given."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None for an unknown name."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments; a name nearly right is named in the error."""
        name = args[0]
        if name not in self._lazy and not name.startswith("-"):
            near = get_close_matches(name, self._lazy, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self._lazy)}"
            raise click.UsageError(f"no command {name!r}: {hint}", ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the lines given: nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._lazy.items()])
