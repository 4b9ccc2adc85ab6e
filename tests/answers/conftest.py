"""What several tests of answers begin from."""

import pytest

from citewell.answers.compose import UNMADE
from citewell.model.answers import Answer, Audience, Refusal


@pytest.fixture
def abstained() -> Answer:
    """A pack's draft that has no answer."""
    return Answer(
        question="?",
        audience=Audience.CLINICIAN,
        topic="",
        title="No answer",
        status="draft",
        caution="",
        abstained=True,
        reason="Not covered: no guideline pack answers this question.",
        incomplete=(),
        bottom_line=(),
        sections=(),
        disagreements=(),
        references=(),
        understood=(),
        doubts=(),
        missing=(),
        disposition=None,
        follow_ups=("What helps with warts?",),
        disclaimer="",
        provenance=UNMADE,
        refusal=Refusal.NOT_COVERED,
    )
