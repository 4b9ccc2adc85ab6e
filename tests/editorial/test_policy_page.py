"""The editorial policy as a page: it says what the rules say, and changes with them."""

from citewell.editorial.policy_page import policy_sections
from citewell.editorial.transitions import TRANSITIONS
from citewell.model.accounts import SignInPolicy
from citewell.model.reviews import Policy


def words(policy: Policy, sign_in: SignInPolicy | None = None) -> str:
    sections = policy_sections(policy, sign_in or SignInPolicy())
    points = (f"{lead}: {text}" for section in sections for lead, text in section.points)
    return "\n".join([*(f"{section.title}\n{section.text}" for section in sections), *points])


def test_every_transition_is_told() -> None:
    told = next(s for s in policy_sections(Policy(), SignInPolicy()) if s.id == "who").points
    assert len(told) == len(TRANSITIONS)
    assert dict(told)["Approve"] == (
        "by reviewers or chief editors, from under review to approved; never own work; "
        "no interest declared in it; signed with one's own key"
    )
    assert dict(told)["Expire"] == "by the desk itself, from approved to under review; with a reason"


def test_the_numbers_are_those_of_the_policy() -> None:
    policy = Policy(quorum={"pack": 1, "article": 3}, months=18, high_risk=("spinal-infection",))
    told = words(policy, SignInPolicy(password_length=20))
    assert "A guideline pack: one approval needed" in told
    assert "An article: 3 approvals needed" in told
    assert "ends after 18 months" in told
    assert "after 12 months: spinal infection." in told
    assert "at least 20 characters" in told


def test_without_topics_of_high_risk_none_is_spoken_of() -> None:
    assert "high risk" not in words(Policy(high_risk=()))
