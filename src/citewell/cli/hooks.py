"""`citewell hooks`: what a record system is offered, tried without one; and what became of cards."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option, pager_option
from citewell.cli.options import open_engine

if TYPE_CHECKING:
    from citewell.engine import Engine
    from citewell.model.hooks import Card, HookService


@click.group(
    epilog="""\b
Examples:
  citewell hooks list
  citewell hooks call citewell-patient-view call.json
  citewell hooks feedback
"""
)
def hooks() -> None:
    """CDS Hooks: the services, their cards, what became of them."""


@hooks.command("list", short_help="List the services, and what each asks to be sent.")
@form_option
@pager_option
def list_services(*, form: str, no_pager: bool) -> None:
    """List the services with what each asks to be sent along; as JSON, what GET /cds-services answers."""
    from citewell.cli.rendering import show_json, show_page
    from citewell.interop.hook_cards import discovery

    offered = _offered(open_engine(record=False))
    if form == "json":
        show_json(discovery(offered.values()))
        return
    from citewell.cli.hook_pages import services_page

    show_page(services_page(offered.values()), "text", None, pager=not no_pager)


@hooks.command(short_help="Show the cards that a call would be answered with.")
@click.argument("service")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--site", default="", metavar="URL", help="The address that cards lead to.")
@form_option
@pager_option
def call(*, service: str, file: Path, site: str, form: str, no_pager: bool) -> None:
    """Show the cards of SERVICE for FILE: the body of a call, or the FHIR Bundle of a patient.

    With - as FILE it is read from stdin. Drafts in a Bundle are its draft orders. Nothing of it is kept.
    As JSON, what the call is answered with.
    """
    from citewell.cli.rendering import json_text, show_page
    from citewell.interop.hook_cards import response

    given = _cards(service, file, site)
    if form == "json":
        from citewell.cli.output import write_bytes

        write_bytes(json_text(response(given)), None)
        return
    from citewell.cli.hook_pages import cards_page

    show_page(cards_page(given), "text", None, pager=not no_pager)


@hooks.command(short_help="Count what became of cards.")
@form_option
def feedback(*, form: str) -> None:
    """Count what became of cards, for each service and each reason that was given."""
    from dataclasses import asdict

    from citewell.cli.rendering import show_json, show_page
    from citewell.config import settings_from
    from citewell.storage.hook_feedback import tallies_in

    tallies = tallies_in(settings_from().hook_feedback)
    if form == "json":
        show_json([asdict(tally) for tally in tallies])
        return
    from citewell.cli.hook_pages import tallies_page

    show_page(tallies_page(tallies), "text", None, pager=False)


def _offered(engine: "Engine") -> "dict[str, HookService]":
    """The services by their ids; none where no facts of a patient are taken in."""
    from citewell.engine.hooks import services
    from citewell.engine.modes import supports_patients
    from citewell.model.answers import Audience

    offered = services(engine) if supports_patients(engine.mode, Audience.CLINICIAN) else ()
    return {service.id: service for service in offered}


def _cards(name: str, file: Path, site: str) -> "tuple[Card, ...]":
    from citewell.cli.inputs import read_file
    from citewell.cli.pack_pages import named
    from citewell.engine.hooks import cards
    from citewell.engine.modes import check_supports_patients
    from citewell.interop.hook_bundles import call_of_bundle
    from citewell.interop.hook_requests import MOST_BYTES, call_in, json_object
    from citewell.model.answers import Audience

    engine = open_engine(record=False)
    check_supports_patients(engine.mode, Audience.CLINICIAN)
    service = named(name, _offered(engine), "hook service")
    body = json_object(read_file(file, most=MOST_BYTES), called=str(file))
    if body.get("resourceType") == "Bundle":
        body = call_of_bundle(body, service)
    return cards(engine, call_in(body, service=service), site=_absolute(site))


def _absolute(site: str) -> str:
    """Raises InputError for an address that no link of a card can begin with."""
    from citewell.errors import InputError
    from citewell.interop.fhir.codings import base_of

    try:
        return base_of(site) if site else ""
    except InputError:
        hint = "give one like https://citewell.example.org"
        raise InputError("--site is no address that cards can lead to", hint=hint) from None
