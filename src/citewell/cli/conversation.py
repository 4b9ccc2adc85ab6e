"""A conversation on the command line: what was answered last, and what each line typed does with it."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.page import Page
from citewell.cli.conversation_pages import brief, sources
from citewell.cli.errors import say
from citewell.cli.options import this_year
from citewell.cli.output import fitting, screen_width, wants_colour
from citewell.cli.terminal import page_text
from citewell.engine.requests import LARGEST_QUESTION, text_only
from citewell.errors import CitewellError, InputError
from citewell.model.answers import Answer, Audience

if TYPE_CHECKING:
    from citewell.engine import Engine

_HELP = """\
Type a question, or a follow-up: "and for how long?", "what if she is pregnant?"
  1, 2, 3            ask the follow-up question with this number
  /all               the last answer, whole
  /sources           where the last answer comes from
  /facts             what is known of the patient
  /set NAME=VALUE    tell or correct a fact, and ask again
  /forget NAME       leave a fact unknown, and ask again
  /audience WHO      word the answers for a clinician, student or patient
  /new               begin anew: nothing is carried over
  /help, /quit"""
_QUIT = frozenset({"/quit", "/exit", "/q"})


class Conversation:
    """What is known in a conversation. code: the exit status, 2 once a line was refused."""

    def __init__(self, engine: "Engine", *, audience: Audience, facts: dict[str, str]) -> None:
        self.engine = engine
        self.audience = audience
        self.code = 0
        self._facts = facts
        self._last: Answer | None = None

    def hear(self, line: str) -> bool:
        """Do what a line says; False when it ends the conversation. What is refused is said on stderr."""
        try:
            return self._did(line)
        except CitewellError as error:
            self.code = InputError.exit_code
            say(error.message)
            return True

    def _did(self, line: str) -> bool:
        if len(line) > LARGEST_QUESTION:
            raise InputError("the line is longer than 64 KiB: shorten it")
        text = text_only(line, "line").strip()
        if text in _QUIT:
            return False
        if text.startswith("/"):
            self._command(*text.partition(" ")[::2])
        elif text:
            self._ask(self._suggested(text) if text.isdecimal() else text)
        return True

    def _command(self, name: str, rest: str) -> None:
        commands: dict[str, Callable[[], None]] = {
            "/help": lambda: click.echo(_HELP),
            "/new": self._begin_anew,
            "/all": lambda: self._show(self._page()),
            "/sources": lambda: self._show(sources(self._page())),
            "/facts": self._show_facts,
            "/set": lambda: self._correct(*self._named_value(rest)),
            "/forget": lambda: self._correct(rest.strip(), "unknown"),
            "/audience": lambda: self._word_for(rest.strip()),
        }
        if name not in commands:
            raise InputError(f"there is no {name}: /help lists what can be typed")
        commands[name]()

    def _ask(self, text: str) -> None:
        after = self._last.provenance.fingerprint if self._last else ""
        self._last = self.engine.answer(text, facts=self._facts, audience=self.audience, after=after)
        self._facts = {}
        self._show(brief(self._page(), self._last))

    def _suggested(self, number: str) -> str:
        suggested = self._answered().follow_ups
        if not 1 <= int(number[:4]) <= len(suggested):
            raise InputError(f"there is no follow-up question {number[:4]}")
        return suggested[int(number) - 1]

    def _answered(self) -> Answer:
        if self._last is None:
            raise InputError("nothing was asked yet")
        return self._last

    def _begin_anew(self) -> None:
        self._last, self._facts = None, {}
        click.echo("A new conversation.")

    def _correct(self, name: str, value: str) -> None:
        """Take a fact as told, and ask the last question again with it."""
        from citewell.guidelines.facts import definition_of, read_value

        definition = definition_of(name, self.engine.definitions)
        if value != "unknown":
            read_value(definition, value)
        self._facts = {**self._facts, name: value}
        if self._last is not None:
            self._ask(self._last.question)

    @staticmethod
    def _named_value(given: str) -> tuple[str, str]:
        name, sign, value = given.partition("=")
        if not sign or not value.strip():
            raise InputError("give a fact as /set NAME=VALUE")
        return name.strip(), value.strip()

    def _word_for(self, who: str) -> None:
        try:
            self.audience = Audience(who.lower())
        except ValueError:
            raise InputError("the audience is clinician, student or patient") from None
        click.echo(f"From now on for a {self.audience.value}.")

    def _show_facts(self) -> None:
        known = self._last.understood if self._last else ()
        lines = [f"  {fact.id} = {fact.given} ({fact.origin}) · {fact.label}" for fact in known]
        lines += [f"  {name} = {value} (for the next question)" for name, value in self._facts.items()]
        _write("\n".join(lines) or "Nothing is known of the patient.")

    def _page(self) -> Page:
        return answer_page(self._answered(), this_year=this_year())

    @staticmethod
    def _show(page: Page) -> None:
        _write(page_text(page, width=screen_width(), colour=wants_colour(None)))


def _write(text: str) -> None:
    click.echo(fitting(text, sys.stdout.encoding or "utf-8"))
    sys.stdout.flush()
