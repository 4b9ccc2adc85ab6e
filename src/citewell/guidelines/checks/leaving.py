"""Where a patient leaves the pack: hand-overs to other packs, and emergencies."""

from collections.abc import Iterator

from citewell.guidelines.parts import PACK
from citewell.model.catalog import Catalog
from citewell.model.problems import Problem


def hand_overs_have_an_occasion(catalog: Catalog) -> Iterator[Problem]:
    """A hand-over leads to another pack, for some patients or for some questions."""
    for hand_over in catalog.pack.hand_overs:
        if hand_over.to == catalog.pack.id:
            message = f"{hand_over.id} leads back to this pack"
            yield Problem(PACK, hand_over.line, "hand-over.self", message, "name another pack")
        if hand_over.when is None and not (hand_over.about or hand_over.aspects):
            message = f"{hand_over.id} does not say when it is shown"
            hint = 'add "when:", "about:" or "aspects:"'
            yield Problem(PACK, hand_over.line, "hand-over.never", message, hint)


def emergency_packs_find_emergencies(catalog: Catalog) -> Iterator[Problem]:
    """A pack for emergencies has a critical disposition."""
    critical = any(disposition.severity == "critical" for disposition in catalog.pack.dispositions)
    if catalog.pack.emergencies and not critical:
        message = "the pack is for emergencies, and none of its dispositions is critical"
        yield Problem(PACK, 1, "emergency.none", message, 'add one of severity "critical"')
