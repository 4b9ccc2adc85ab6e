"""What an engine is opened with, and when: the library only where there is one, the gate's judgement once."""

from pathlib import Path
from typing import TYPE_CHECKING

from citewell.answers.gate import passing
from citewell.config import Settings
from citewell.guidelines.cache import code_digest, kept
from citewell.model.answers import Question
from citewell.model.catalog import Catalog
from citewell.model.shelves import Gathered

if TYPE_CHECKING:
    from citewell.engine.shelf import Shelf


def shelf_of(settings: Settings) -> "Shelf | None":
    """The library, where there is one: whoever has none does not wait for its database to be imported."""
    if not settings.library.exists():
        return None
    from citewell.engine.shelf import Shelf

    return Shelf.open(settings)


def gathered_from(shelf: "Shelf", search: str, question: Question) -> Gathered:
    """What a library has on a search, and warns of in the patient that a question tells of.

    What does it is imported only where there is a library.
    """
    from citewell.engine.gathering import gather
    from citewell.engine.warning import with_cautions

    return with_cautions(shelf, gather(shelf, search, question.pico), question)


def passed_before(catalog: Catalog, settings: Settings) -> frozenset[str]:
    """What the pack says that passes the gate, judged when this pack and this code first met."""
    here = Path(__file__).parents[1]
    code = code_digest((here / "text", here / "answers", here / "model"))
    name = f"{catalog.pack.id}-gate-{catalog.pack.digest[:32]}-{code[:16]}"
    return frozenset(kept(name, settings.cache, tuple[str, ...], lambda: passing(catalog)))
