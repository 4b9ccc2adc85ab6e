"""What the board says of an answer: found by the pack that it comes from, or as the very page it is.

A pack is approved by its digest, and an article by what its pages say: a pack that was edited, or a page that
says anything else, is not what was approved.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from citewell.answers.document import answer_document
from citewell.answers.wording import CAUTION
from citewell.errors import CitewellError
from citewell.model.answers import Answer, Claim, Provenance
from citewell.model.applications import Application, Part
from citewell.model.catalog import Catalog
from citewell.model.guidelines import GuidelinePack
from citewell.model.standing import Standing, Status
from citewell.storage.standings import Found, Standings
from citewell.text.canonical import digest_of_json

if TYPE_CHECKING:
    from citewell.model.reviews import Content

# What a document holds besides what it says: how it was made, where it stands, where to go on from it.
_BESIDE = (
    "provenance", "status", "caution", "review", "follow_ups", "nearest", "choices", "pico", "after",
    "read_as", "hand_overs",
)  # fmt: skip


def unheard(_warning: str) -> None:
    """For whoever has nobody to tell a warning to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The register as the engine asks it. today: an ISO date. warn: is told what stands in the way.

    One that could not be read is asked no more until `ask_again`: a thousand answers do not each wait for it.
    """

    standings: Standings
    today: str
    warn: Callable[[str], None]
    _faults: list[str] = field(default_factory=list)

    def ask_again(self) -> None:
        """Forget what stood in the way, for whoever keeps a board open while that may pass."""
        self._faults.clear()

    def found(self, keys: Sequence[str]) -> tuple[Found, ...]:
        """What stands under the keys; nothing where the register cannot be read: that stops no answer."""
        if self._faults:
            return ()
        try:
            return self.standings.read(keys, today=self.today)
        except (OSError, CitewellError) as error:
            self._faults.append(_reason(error))
            self.warn(f"what the editorial board says of this is not known: {_reason(error)}")
            return ()


def _reason(error: OSError | CitewellError) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def reviewed(shown: Answer, board: Board | None, catalogs: Mapping[str, Catalog]) -> Answer:
    """An answer with what the board says of it, which is then part of its fingerprint.

    Where it says nothing, and where a pack itself says that it is retired, all stays as it is. What several
    packs say is approved where each of them is.
    """
    if board is None or not board.standings.exist() or shown.status == Status.RETIRED.value:
        return shown
    packs = tuple(dict.fromkeys(claim.pack for claim in _claims_of(shown) if claim.pack))
    of_packs = [_pack_key(pack, catalogs[pack].pack.digest) for pack in packs]
    of_page = _page_key(shown, catalogs) if not shown.abstained else ""
    keys = [key for key in (*of_packs, of_page) if key]
    standing = _speaking(board.found(keys) if keys else (), packs=packs, of_page=of_page)
    return with_standing(shown, standing) if standing else shown


def reviewed_parts(
    application: Application, board: Board | None, catalogs: Mapping[str, Catalog]
) -> Application:
    """An application, each part with what the board says of its pack; that is part of its fingerprint."""
    found = [(part, pack_standing(catalogs[part.pack].pack, board)) for part in application.parts]
    standings = [standing for _, standing in found if standing]
    if not standings:
        return application
    return replace(
        application,
        parts=tuple(_with_review(part, standing) for part, standing in found),
        provenance=_made_under(application.provenance, standings),
    )


def _with_review(part: Part, standing: Standing | None) -> Part:
    if standing is None:
        return part
    return replace(part, review=standing, status=standing.status.value, caution=CAUTION[standing.status])


def _made_under(made: Provenance, standings: Sequence[Standing]) -> Provenance:
    fingerprint = made.fingerprint
    for standing in standings:
        fingerprint = digest_of_json([fingerprint, asdict(standing)])[: len(fingerprint)]
    return replace(made, fingerprint=fingerprint)


def pack_standing(pack: GuidelinePack, board: Board | None) -> Standing | None:
    """What the board says of a pack as it is here; None where it says nothing, or the pack is retired."""
    if board is None or not board.standings.exist() or pack.status is Status.RETIRED:
        return None
    key = _pack_key(pack.id, pack.digest)
    return _speaking(board.found([key]), packs=(pack.id,), of_page="")


def with_standing(shown: Answer, standing: Standing) -> Answer:
    """An answer under a standing."""
    return replace(
        shown,
        review=standing,
        status=standing.status.value,
        caution=CAUTION[standing.status],
        provenance=_made_under(shown.provenance, [standing]),
    )


def keys_of(content: "Content") -> tuple[str, ...]:
    """By what an answer finds reviewed content: a pack by its digest, an article by each of its pages."""
    made_of = dict(content.made_of)
    whole = "pack" in made_of and "digest" in made_of
    packs = [_pack_key(made_of["pack"], made_of["digest"])] if whole else []
    return (*packs, *(_key_of_document(json.loads(document)) for _, document in content.documents))


def _speaking(found: Sequence[Found], *, packs: Sequence[str], of_page: str) -> Standing | None:
    """The one that counts: of an article that was ever approved, else of the packs, else of the article.

    An article whose approval fell back does not hide behind that of a pack; one that never had any does. A
    pack speaks under its own name: content made of it and submitted under another says nothing of it.
    """
    articles = [one for one in found if one.key == of_page and one.standing.subject.startswith("article:")]
    held = [one for one in articles if one.held]
    if held:
        return max(held, key=_weight).standing
    of_packs = _of_packs(found, packs)
    if of_packs is not None or not articles:
        return of_packs
    return max(articles, key=_weight).standing


def _of_packs(found: Sequence[Found], packs: Sequence[str]) -> Standing | None:
    """Of the first pack that is not approved, else of the first; None where of one nothing is said."""
    each = [[one for one in found if one.standing.subject == f"pack:{pack}"] for pack in packs]
    if not each or not all(each):
        return None
    standings = [max(those, key=_weight).standing for those in each]
    return next((one for one in standings if one.status is not Status.APPROVED), standings[0])


def _weight(found: Found) -> tuple[bool, int]:
    return (found.standing.status is Status.APPROVED, found.standing.version)


def _claims_of(shown: Answer) -> Iterator[Claim]:
    if shown.disposition:
        yield shown.disposition.claim
    yield from shown.bottom_line
    yield from (claim for section in shown.sections for claim in section.claims)
    yield from (debate.default for debate in shown.disagreements if debate.default)


def _pack_key(pack_id: str, digest: str) -> str:
    return f"pack {pack_id} {digest}"


def _page_key(answer: Answer, catalogs: Mapping[str, Catalog]) -> str:
    import msgspec

    return _key_of_document(msgspec.to_builtins(answer_document(answer, catalogs)))


def _key_of_document(document: Mapping[str, Any]) -> str:
    """A page is known by all that it says, with its sources as cited, and by the words of its question."""
    said = {name: value for name, value in document.items() if name not in _BESIDE}
    said["question"] = " ".join(str(said["question"]).casefold().split())
    return f"page {digest_of_json(said)}"
