"""`citewell review audit`: the events of the desk, verified, anchored, taken elsewhere."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citewell.cli.library_options import form_option

if TYPE_CHECKING:
    from citewell.engine.auditing import Audit
    from citewell.model.reviews import AuditEvent
    from citewell.storage.register import Register

_FILE = click.Path(path_type=Path)


@click.command(
    short_help="List, verify, anchor and export the audit trail.",
    epilog="""\b
Examples:
  citewell review audit --subject article:wrist-splints
  citewell review audit --verify --anchor heads.jsonl
  citewell review audit --anchor heads.jsonl
  citewell review audit --export audit.jsonl
""",
)
@click.option("--subject", default="", metavar="SUBJECT", help="Only events about this (user:ada, too).")
@click.option("--actor", default="", metavar="NAME", help="Only what this person did.")
@click.option("--since", default="", metavar="DATE", help="Only from this day or time on (UTC).")
@click.option("--verify", is_flag=True, help="Check the chain, its signatures, and every row against it.")
@click.option(
    "--anchor", type=_FILE, metavar="FILE", help="Add the chain's head to FILE; with --verify, check it."
)
@click.option("--export", type=_FILE, metavar="FILE", help="Write everything an auditor needs to FILE.")
@form_option
def audit(
    *,
    subject: str,
    actor: str,
    since: str,
    verify: bool,
    anchor: Path | None,
    export: Path | None,
    form: str,
) -> None:
    """List what was done at the desk; or verify it, anchor its head, export it.

    Whoever can read the database can audit it: nobody has to be signed in. Faults end with exit code 70.
    """
    if (subject or actor or since) and (verify or anchor or export):
        raise click.UsageError("--subject, --actor and --since choose events to list, nothing else")
    if export and (verify or anchor):
        raise click.UsageError("--export stands alone: verify and anchor in a command of their own")
    with _register() as register:
        if verify:
            _verify(register, anchor, form)
        elif anchor:
            _anchor(register, anchor)
        elif export:
            _export(register, export)
        else:
            _list(register, subject=subject, actor=actor, since=since, form=form)


@contextmanager
def _register() -> "Iterator[Register]":
    from citewell.config import settings_from
    from citewell.engine.desk import open_register

    register = open_register(settings_from())
    try:
        yield register
    finally:
        register.close()


def _verify(register: "Register", anchor: Path | None, form: str) -> None:
    from citewell.cli.identity import now
    from citewell.cli.progress import progress
    from citewell.cli.wording import counted
    from citewell.engine.auditing import audited
    from citewell.errors import InputError, IntegrityError
    from citewell.storage.anchors import anchors_in

    anchors = anchors_in(anchor) if anchor else ()
    if anchor and not anchors:
        raise InputError(f"{anchor} holds no anchor", hint=f"citewell review audit --anchor {anchor}")
    with progress() as watch:
        done = audited(register, anchors, now=now(), watch=watch)
    show = _show_json if form == "json" else _show_text
    show(done, len(anchors))
    if done.faults:
        found = counted(len(done.faults), "fault")
        raise IntegrityError(
            f"the register is not as it was written: {found}",
            hint="stop working with it, keep it as it is, and compare it with a backup",
        )


def _anchor(register: "Register", path: Path) -> None:
    from citewell.engine.auditing import head_of
    from citewell.errors import InputError
    from citewell.storage.anchors import anchors_in, append_anchor

    anchors = anchors_in(path)
    head = head_of(register, anchors)
    if not head.n:
        raise InputError("there is no event yet: there is nothing to anchor")
    if head not in anchors:
        append_anchor(path, head)
    click.echo(f"anchored event {head.n}, {head.hash}")


def _export(register: "Register", path: Path) -> None:
    from citewell.cli.errors import say
    from citewell.cli.wording import counted
    from citewell.engine.auditing import exported
    from citewell.storage.whole_file import whole_file

    lines = 0
    with whole_file(path) as file:
        for line in exported(register):
            file.write(line.encode())
            lines += 1
    say(f"wrote {counted(lines, 'line')}")


def _list(register: "Register", *, subject: str, actor: str, since: str, form: str) -> None:
    from citewell.engine.auditing import listed
    from citewell.engine.requests import text_only

    events = listed(
        register,
        subject=text_only(subject, "subject"),
        actor=text_only(actor, "actor"),
        since=_time(since),
    )
    for line in _records(events) if form == "json" else _lines(events):
        click.echo(line)


def _lines(events: "Iterable[AuditEvent]") -> Iterator[str]:
    """Each event in a line or two: its number, when, who, what, why; about what."""
    from citewell.answers.formats.words import one_line
    from citewell.editorial.telling import told

    for event in events:
        yield f"{event.n:>6}  {one_line(told(event))}"
        if event.subject:
            version = f" version {event.version}, {event.status}" if event.version else ""
            yield f"        {one_line(event.subject)}{version}"


def _records(events: "Iterable[AuditEvent]") -> Iterator[str]:
    """A JSON array, an event a line; detail is an object."""
    from dataclasses import asdict

    from citewell.cli.output import json_safe
    from citewell.editorial.audit import detail_of
    from citewell.text.canonical import canonical_json

    lead = "["
    for event in events:
        record = asdict(event) | {"detail": dict(detail_of(event))}
        yield lead + json_safe(canonical_json(record)).decode()
        lead = ","
    yield "]" if lead == "," else "[]"


def _show_json(done: "Audit", anchors: int) -> None:
    from dataclasses import asdict

    from citewell.cli.output import json_safe
    from citewell.text.canonical import canonical_json

    record = {
        "head": asdict(done.head),
        "anchors": anchors,
        "faults": [{"event": fault.n, "message": fault.message} for fault in done.faults],
    }
    click.echo(json_safe(canonical_json(record)))


def _show_text(done: "Audit", anchors: int) -> None:
    """A line for each fault; where there is none, what was verified."""
    from citewell.answers.formats.words import one_line
    from citewell.cli.wording import counted

    for fault in done.faults:
        click.echo(one_line(f"event {fault.n}: {fault.message}" if fault.n else fault.message))
    if not done.faults:
        against = f" and {counted(anchors, 'anchor')}" if anchors else ""
        events = counted(done.head.n, "event")
        click.echo(f"verified {events}{against}; the chain ends in {done.head.hash}")


def _time(text: str) -> str:
    """A day or time as the register keeps times, "" for none. Raises UsageError."""
    from citewell.text.moments import from_typed

    if not text:
        return ""
    try:
        return from_typed(text)
    except ValueError:
        raise click.UsageError(f"--since {text!r} is no date: write it as 2026-11-21") from None
