"""The chain: whatever is done to its events shows, but for what only an anchor shows."""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from random import Random

import pytest

from citewell.editorial.audit import (
    BEGINNING,
    KEY_REGISTERED,
    KEY_REVOKED,
    ChainCheck,
    Fault,
    body,
    faults,
    hash_of,
    is_well_formed,
    sealed,
)
from citewell.model.reviews import AuditEvent, Head
from citewell.text.canonical import canonical_json
from editorial_builders import signer_of, verifies

PLAIN = AuditEvent(n=0, at="2026-11-21T09:00:00.000000Z", actor="ada", action="edit", subject="article:é")


def registration(name: str, *, by: str = "", action: str = KEY_REGISTERED) -> AuditEvent:
    detail = canonical_json({"public": signer_of(name).public}).decode()
    return replace(PLAIN, actor=by or name, action=action, subject=f"user:{name}", detail=detail)


def chained(*events: AuditEvent, signers: str = "") -> tuple[AuditEvent, ...]:
    """The events, sealed one after the other; approvals are signed by their actors."""
    head, done = BEGINNING, []
    for event in events:
        sign = signer_of(signers or event.actor) if event.action == "approve" else None
        done.append(sealed(event, head, sign=sign))
        head = head_of(done)
    return tuple(done)


def head_of(events: Sequence[AuditEvent]) -> Head:
    return Head(n=events[-1].n, hash=events[-1].hash) if events else BEGINNING


def found(
    events: Sequence[AuditEvent], *, head: Head | None = None, anchors: Sequence[Head] = ()
) -> list[str]:
    told = faults(events, head=head or head_of(events), anchors=anchors, verifies=verifies)
    return [fault.message for fault in told]


APPROVAL = replace(PLAIN, actor="ben", action="approve", content="a" * 64)
CHAIN = chained(
    registration("ben"), PLAIN, APPROVAL, replace(PLAIN, reason="ünïcode \u2028 <b>'; drop"), PLAIN
)


def test_what_was_written_is_without_fault() -> None:
    assert found(CHAIN) == []
    assert found((), head=BEGINNING, anchors=[BEGINNING]) == []
    assert found(CHAIN, anchors=[BEGINNING, head_of(CHAIN[:2]), head_of(CHAIN)]) == []


def rehashed(events: Sequence[AuditEvent]) -> tuple[AuditEvent, ...]:
    """The events, numbered and hashed anew as a forger would; signatures stay as they are."""
    head, done = BEGINNING, []
    for event in events:
        placed = replace(event, n=head.n + 1, previous=head.hash)
        done.append(replace(placed, hash=hash_of(placed)))
        head = head_of(done)
    return tuple(done)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda c: c[:1] + c[2:],
        lambda c: (c[1], c[0], *c[2:]),
        lambda c: (*c[:2], c[1], *c[2:]),
        lambda c: c[:-1],
        lambda c: c[1:],
        lambda c: (),
        lambda c: (*c, replace(c[-1], n=6)),
        lambda c: (*c[:4], replace(c[4], reason="another")),
        lambda c: (*c[:4], replace(c[4], reason="\ud800")),
    ],
    ids=["deleted", "reordered", "doubled", "cut", "beheaded", "emptied", "added", "edited", "no text"],
)
def test_what_is_done_to_the_events_shows(tamper: Callable[..., Sequence[AuditEvent]]) -> None:
    assert found(tamper(CHAIN), head=head_of(CHAIN))


def test_a_chain_cut_off_with_its_head_shows_by_an_anchor_alone() -> None:
    cut = CHAIN[:3]
    assert found(cut) == []
    assert found(cut, anchors=[head_of(CHAIN)]) == ["was anchored and is not there: the chain was cut off"]


def test_a_chain_written_anew_shows_by_an_anchor_alone() -> None:
    forged = rehashed((*CHAIN[:3], replace(CHAIN[3], reason="what was never said"), CHAIN[4]))
    assert found(forged) == []
    assert found(forged, anchors=[head_of(CHAIN[:3])]) == []
    told = found(forged, anchors=[head_of(CHAIN[:4]), head_of(CHAIN[:3])])
    assert told == ["is not the event that was anchored: the chain was written anew"]


def test_two_anchors_that_contradict_each_other_are_both_looked_at() -> None:
    other = Head(n=5, hash="b" * 64)
    assert found(CHAIN, anchors=[head_of(CHAIN), other])
    assert found(CHAIN, anchors=[other, head_of(CHAIN)])
    assert found(CHAIN, anchors=[Head(n=0, hash="b" * 64)]) == ["an anchor names another beginning"]


def test_a_forged_approval_shows_by_its_signature_though_all_is_hashed_anew() -> None:
    unsigned = rehashed((*CHAIN, replace(APPROVAL, actor="ben")))
    assert found(unsigned) == ["is not signed, and has to be"]
    moved = rehashed((*CHAIN[:2], replace(CHAIN[2], content="b" * 64), *CHAIN[3:]))
    assert found(moved) == ["its signature is not by a key that ben held then"]
    # Nor can a true approval be taken to another place of the chain, or another time.
    assert found(rehashed((CHAIN[0], CHAIN[2], CHAIN[1]))) == [
        "its signature is not by a key that ben held then"
    ]


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ((APPROVAL,), "not by a key that ben held"),
        ((APPROVAL, registration("ben")), "not by a key that ben held"),
        (
            (registration("ben"), registration("ben", action=KEY_REVOKED), APPROVAL),
            "not by a key that ben held",
        ),
        ((registration("cleo"), APPROVAL), "not by a key that ben held"),
        ((registration("ben", by="eve"), APPROVAL), "is a key for ben that eve registered"),
        ((replace(registration("ben"), detail="{}"),), "names none"),
        ((replace(registration("ben"), detail='{"public":7}'),), "names none"),
        ((replace(registration("ben"), detail="[" * 100_000),), "names none"),
    ],
)
def test_a_key_is_of_whom_the_chain_says_at_that_time(events: tuple[AuditEvent, ...], fault: str) -> None:
    assert any(fault in told for told in found(chained(*events)))


def test_a_clock_that_goes_back_shows() -> None:
    assert found(chained(PLAIN, replace(PLAIN, at="2026-11-20"))) == ["is earlier than the event before it"]


@pytest.mark.parametrize("value", [None, 7, 7.0, b"ada", True])
@pytest.mark.parametrize("name", ["n", "at", "actor", "detail", "hash", "revision"])
def test_a_field_that_is_of_another_type_shows(name: str, value: object) -> None:
    event = replace(CHAIN[1], **{name: value})  # type: ignore[arg-type]
    assert found((CHAIN[0], event, *CHAIN[2:]))


def long_chain(length: int) -> tuple[AuditEvent, ...]:
    """A chain as a busy board writes it: every fifth event a signed approval, words of all kinds."""
    random = Random(6)
    reasons = ("", "“Which wrist?”", 'a "b" \\ c\n')
    actors = ("ada", "ben", "cleo")
    events = [registration(name) for name in actors]
    for n in range(length - len(events)):
        actor = actors[n % 3]
        action = "approve" if n % 5 == 0 else random.choice(("edit", "comment", "submit", "signed-in"))
        events.append(
            AuditEvent(
                n=0, at=f"2026-11-21T09:{n // 60 % 60:02}:{n % 60:02}.{n:06}Z", actor=actor, action=action,
                subject="article:wrist-splints", version=n % 7, status="under-review", revision=n % 9,
                round=n % 3, content=f"{n:064x}", reason=random.choice(reasons),
                detail=canonical_json({"quorum": 2, "approvals": ["ben"]}).decode(),
            )
        )  # fmt: skip
    return chained(*events)


def changed_bytes(event: AuditEvent, random: Random) -> list[AuditEvent]:
    """The event with one byte of its row another one: for every byte of every column in turn."""
    changed = []
    for field in fields(AuditEvent):
        value = getattr(event, field.name)
        stored = str(value).encode()
        for at, byte in enumerate(stored):
            other = stored[:at] + bytes([byte ^ random.randrange(1, 256)]) + stored[at + 1 :]
            # What is no text any more stands here with its bytes kept apart.
            text = other.decode("utf-8", "surrogateescape")
            number = isinstance(value, int) and text.isascii() and text.isdigit()
            changed.append(replace(event, **{field.name: int(text) if number else text}))
    return changed


def test_every_single_byte_of_a_thousand_events_counts() -> None:
    """Each byte of each column of each event, replaced by another: none goes unseen.

    Only the check of one event is asked, from where the chain stood before it: more would only find more.
    """
    random = Random(1)
    last, tried, unseen = BEGINNING, 0, []
    for event in long_chain(1_000):
        for changed in changed_bytes(event, random):
            tried += 1
            if is_well_formed(changed) and _seems_sealed(changed, last):
                unseen.append(changed)
        last = Head(n=event.n, hash=event.hash)
    assert tried > 300_000
    assert unseen == []


def _seems_sealed(event: AuditEvent, last: Head) -> bool:
    try:
        return (event.n, event.previous) == (last.n + 1, last.hash) and hash_of(event) == event.hash
    except UnicodeEncodeError:
        return False


def test_a_change_anywhere_is_told_at_its_event() -> None:
    chain = long_chain(1_000)
    random = Random(2)
    for _ in range(20):
        at = random.randrange(len(chain))
        changed = random.choice(changed_bytes(chain[at], random))
        told = list(faults((*chain[:at], changed, *chain[at + 1 :]), head=head_of(chain), verifies=verifies))
        assert any(fault.n in {at + 1, at + 2, changed.n} for fault in told)


def test_an_event_says_in_its_body_all_but_signature_and_hash() -> None:
    told = json.loads(body(CHAIN[2]))
    assert told.keys() | {"signature", "hash"} == {field.name for field in fields(AuditEvent)}


def test_a_check_goes_on_after_what_is_no_event() -> None:
    check = ChainCheck(verifies=verifies)
    broken = replace(CHAIN[0], n="one")  # type: ignore[arg-type]
    assert check.faults(broken) == [Fault(1, "is not of the form in which events are kept")]
    assert check.faults(CHAIN[1]) == []
