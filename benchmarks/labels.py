"""Grade labels over a set of guidelines: how many were found, known and harmonised, per grading system.

    python benchmarks/labels.py [FOLDER or ARCHIVE of NGC XML]

A label is known when a system prints such; it is harmonised when that system gives it a strength or a
certainty. Labels of no known system come last.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from citewell.errors import InputError
from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.archives import Member, members_of
from citewell.ingest.ngc import read_ngc
from citewell.ingest.recommendations import recommendations_of
from citewell.model.library import FoundRecommendation

_ROOT = Path(__file__).resolve().parents[1]
_DEFAULT = _ROOT.parent / "shared/data/ngc-2018.tar.xz"
_SHOWN = 40


class Counts:
    """What was found so far."""

    def __init__(self) -> None:
        self.files = self.recommendations = self.labelled = 0
        self.seconds = 0.0
        self.found: Counter[str] = Counter()
        self.harmonised: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.directions: Counter[str] = Counter()

    def add(self, recommendations: tuple[FoundRecommendation, ...]) -> None:
        """Count the recommendations of one guideline."""
        self.files += 1
        self.recommendations += len(recommendations)
        for found in recommendations:
            self.directions[str(found.direction)] += 1
            if found.label:
                self._label(found)

    def _label(self, found: FoundRecommendation) -> None:
        self.labelled += 1
        self.found[found.system] += 1
        if found.strength is not None or found.certainty is not None:
            self.harmonised[found.system] += 1
        if not found.system:
            self.unknown[found.label] += 1


def main() -> None:
    """Read every guideline of the set and print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=_DEFAULT)
    print_counts(counts_of(parser.parse_args().path))


def counts_of(path: Path) -> Counts:
    """The counts over the guidelines at a path; files that are no NGC summary are left out."""
    counts = Counts()
    with tempfile.TemporaryDirectory() as cache:
        systems = load_compiled_systems(_ROOT / "grading", Path(cache))
    for member in members_of([path]):
        try:
            document = read_ngc(member.data, origin=member.origin) if isinstance(member, Member) else None
        except InputError:
            document = None
        if document is not None:
            start = time.perf_counter()
            recommendations = recommendations_of(document, systems)
            counts.seconds += time.perf_counter() - start
            counts.add(recommendations)
    return counts


def print_counts(counts: Counts) -> None:
    """The report: totals, systems by number of labels, and the commonest labels not known."""
    print(
        f"{counts.files} guidelines, {counts.recommendations} recommendations, {counts.labelled} with a label"
    )
    known = counts.labelled - counts.found[""]
    systems = len(counts.found) - ("" in counts.found)
    print(f"{systems} systems; {known} known, {counts.harmonised.total()} harmonised")
    print(f"{counts.files / max(counts.seconds, 1e-9):.0f} guidelines a second ({counts.seconds:.1f} s)")
    print("directions: " + ", ".join(f"{name} {n}" for name, n in counts.directions.most_common()))
    for system, n in counts.found.most_common():
        print(f"{system or '(no known system)':28}{n:7} found {counts.harmonised[system]:7} harmonised")
    for label, n in counts.unknown.most_common(_SHOWN):
        print(f"{n:7}  {label}")


if __name__ == "__main__":
    main()
