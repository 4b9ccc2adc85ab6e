"""Where something stands with its reviewers, as a page shows it: three stages, the present one marked."""

from citewell.answers.formats.page import Stages
from citewell.model.standing import Standing, Status

_STAGES = ("Submitted", "Under review", "Approved")
_PRESENT = {
    Status.SUBMITTED: "Submitted",
    Status.UNDER_REVIEW: "Under review",
    Status.CHANGES_REQUESTED: "Under review",
    Status.APPROVED: "Approved",
}


def stages_of(standing: Standing | None) -> Stages | None:
    """The stages of a review, with when and by whom; None where the board says nothing.

    What was superseded or retired is at no stage.
    """
    if standing is None:
        return None
    return Stages(names=_STAGES, present=_PRESENT.get(standing.status, ""), told=_told(standing))


def stages_at(status: str) -> Stages | None:
    """The stages at which content says of itself that it is; None where it says nothing, or has left them."""
    if status not in {*_PRESENT, Status.DRAFT}:
        return None
    return Stages(names=_STAGES, present=_PRESENT.get(Status(status), ""), told=())


def _told(standing: Standing) -> tuple[str, ...]:
    words = standing.status.value.replace("-", " ")
    reached = f"{words[0].upper()}{words[1:]} since {standing.since}"
    if standing.by:
        reached = f"Approved on {standing.since} by {_listed(standing.by)}, until {standing.expires}"
    return (f"{reached}.", f"Version {standing.version}, last updated {standing.updated}.")


def _listed(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
