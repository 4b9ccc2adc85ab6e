"""`citewell review conflict`: declared interests."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option
from citewell.cli.review_seat import reason_option, seated

if TYPE_CHECKING:
    from citewell.model.reviews import ConflictOfInterest


@click.group(
    epilog="""\b
Examples:
  citewell review conflict declare vertebroplasty --statement "Speaker for a maker of cement."
  citewell review conflict list --all
  citewell review conflict end 3 --reason "The contract ended."
"""
)
def conflict() -> None:
    """Declare your interests, list and end them. With one you do not vote on what is about its topic."""


@conflict.command(short_help="Declare an interest in a topic.")
@click.argument("topic")
@click.option("--statement", required=True, metavar="TEXT", help="What the interest is.")
@form_option
def declare(*, topic: str, statement: str, form: str) -> None:
    """Declare an interest in TOPIC: a topic of a version, as show tells them, or a whole subject.

    An approval of yours that is being counted is void from then on.
    """
    from citewell.engine.interests import declare as declare_interest
    from citewell.engine.interests import topics

    with seated() as seat:
        declared = declare_interest(seat.desk, seat.who, topic, statement)
        _tell(declared, form)
        _warn_of_nothing(declared.topic, topics(seat.desk))


@conflict.command("list", short_help="List declared interests.")
@click.option("--all", "of_all", is_flag=True, help="Those of everybody.")
@form_option
def list_interests(*, of_all: bool, form: str) -> None:
    """List your declared interests, ended ones too."""
    from citewell.cli.rendering import show_json
    from citewell.cli.review_pages import interest_line
    from citewell.cli.review_records import interest_record
    from citewell.engine.interests import interests

    with seated() as seat:
        found = interests(seat.desk, seat.who, of_all=of_all)
    if form == "json":
        show_json([interest_record(each) for each in found])
        return
    for each in found:
        click.echo(interest_line(each))


@conflict.command(short_help="End an interest.")
@click.argument("number", type=click.IntRange(1))
@reason_option(required=True)
@form_option
def end(*, number: int, reason: str, form: str) -> None:
    """Put down that your interest NUMBER has ended, and why. Votes that it voided stay void."""
    from citewell.engine.interests import end_interest

    with seated() as seat:
        _tell(end_interest(seat.desk, seat.who, number, reason=reason), form)


def _warn_of_nothing(topic: str, known: Collection[str]) -> None:
    """A topic that nothing is about may be one that was misspelt: it would bar from nothing."""
    from difflib import get_close_matches

    from citewell.cli.errors import say
    from citewell.editorial.barring import known_by

    if known_by(topic) in {known_by(each) for each in known}:
        return
    near = get_close_matches(topic.casefold(), sorted(known), n=3)
    hint = f": is it {' or '.join(near)}?" if near else ""
    say(f"declared, and nothing on the desk is about {topic!r} by now{hint}")


def _tell(interest: "ConflictOfInterest", form: str) -> None:
    from citewell.cli.rendering import show_json
    from citewell.cli.review_pages import interest_line
    from citewell.cli.review_records import interest_record

    if form == "json":
        show_json(interest_record(interest))
    else:
        click.echo(interest_line(interest))
