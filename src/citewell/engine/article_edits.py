"""What editors change in an article, kept with it: the wording of a claim for a reader, a claim left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from citewell.errors import InputError, IntegrityError
from citewell.model.answers import Audience
from citewell.model.reviews import Content
from citewell.text.canonical import canonical_json
from citewell.text.plain_text import checked_line

MOST_WORDING = 2_000
CLAIM = "claim:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an editor changed: the wording of a claim for one reader, or with neither, the claim left out."""

    claim: str
    audience: Audience | None = None
    wording: str | None = None

    def __post_init__(self) -> None:
        if (self.audience is None) is not (self.wording is None):
            raise InputError("a wording is for one reader: clinician, student or patient")


def question_of(content: Content) -> str:
    """The question of an article. Raises InputError for other content."""
    question = dict(content.made_of).get("question")
    if question is None:
        raise InputError(f"{content.title!r} was not made of a question")
    return question


def edits_of(content: Content) -> tuple[Edit, ...]:
    """What editors changed in an article. Raises IntegrityError for what cannot be read."""
    try:
        return msgspec.json.decode(dict(content.made_of).get("edits", "[]"), type=tuple[Edit, ...])
    except (msgspec.DecodeError, InputError) as error:
        raise IntegrityError(f"the edits of {content.title!r} cannot be read: {error}") from error


def edit_of(anchor: str, field: str, wording: str) -> Edit:
    """The edit that puts a wording into a field of an article's part.

    Raises InputError for what is no wording of a claim: only these are edited.
    """
    if not anchor.startswith(CLAIM) or field not in set(Audience):
        raise InputError(
            f"{field} of {anchor} is not written by editors: it is as the sources have it",
            hint="edit the clinician, student or patient wording of a claim",
        )
    return Edit(claim=anchor.removeprefix(CLAIM), audience=Audience(field), wording=wording)


def settled(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that stand, in order of claim and reader: of two for one place the later one."""
    kept: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        if edit.audience is None or edit.wording is None:
            kept = {place: other for place, other in kept.items() if place[0] != edit.claim}
            kept[edit.claim, ""] = edit
        else:
            kept.pop((edit.claim, ""), None)
            wording = checked_line(edit.wording, "wording", most=MOST_WORDING)
            kept[edit.claim, edit.audience.value] = replace(edit, wording=wording)
    return tuple(kept[place] for place in sorted(kept))


def edits_as_text(edits: Iterable[Edit]) -> str:
    """The edits as the canonical JSON that `edits_of` reads."""
    told = [
        {"claim": edit.claim, "audience": edit.audience.value, "wording": edit.wording}
        if edit.audience and edit.wording is not None
        else {"claim": edit.claim}
        for edit in edits
    ]
    return canonical_json(told).decode()
