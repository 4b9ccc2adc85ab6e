"""What the commands of the library tell the editorial desk: the sources it rests on may have fallen."""

from typing import TYPE_CHECKING

from citewell.cli.errors import say

if TYPE_CHECKING:
    from citewell.config import Settings
    from citewell.engine.watching import Finding


def tell_the_desk(settings: "Settings") -> None:
    """Let the desk look again at what reviewed content rests on; what fell back under review is told."""
    from citewell.engine.desk import has_register

    if not has_register(settings):
        return
    from citewell.cli.identity import now
    from citewell.engine.watching import watched

    for finding in watched(settings, now=now):
        say(finding_line(finding))


def finding_line(finding: "Finding") -> str:
    """What was found about a version, in a line."""
    from citewell.answers.formats.words import one_line

    version = finding.version
    became = "fell back under review" if finding.demoted else "has a task for its reviewers"
    return one_line(f"{version.subject} version {version.n} {became}: {finding.reason}")
