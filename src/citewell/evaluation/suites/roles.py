"""The role of a sentence in a structured abstract: background, objective, methods, results, conclusions.

Dernoncourt and Lee, PubMed 200k RCT, IJCNLP 2017, name the roles. The headings are the abstracts' own; only
the sentence and what stands around it are read. The baseline is the commonest role.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from citewell.evaluation.data import Row
from citewell.evaluation.records import OURS, Measure, Part, Scored
from citewell.evaluation.suite import Bench, Suite
from citewell.evaluation.suites.sentences import MAJORITY, TRAINED
from citewell.retrieval.evidence import roles_of

_FRAMING = frozenset({"BACKGROUND", "OBJECTIVE"})


def scored(bench: Bench) -> Iterator[Scored]:
    """Each abstract; its sentences are counted together."""
    rows = list(bench.data.rows("rct-roles"))
    counted = Counter(role for row in rows for role, _ in row["sentences"])
    commonest = max(sorted(counted), key=lambda role: counted[role])
    rows = bench.sample(rows, key=lambda one: str(one["pmcid"]))
    for row in bench.watched(rows, "rct-roles"):
        roles = [str(role) for role, _ in row["sentences"]]
        ours = [str(role).upper() for role in roles_of([str(text) for _, text in row["sentences"]])]
        scores = {OURS: _judged(roles, ours)}
        if bench.baseline:
            scores[MAJORITY] = _judged(roles, [commonest] * len(roles))
        yield Scored(id=str(row["pmcid"]), text=_first(row), scores=scores)


def _first(row: Row) -> str:
    return str(row["sentences"][0][1]) if row["sentences"] else ""


def _judged(right: Sequence[str], said: Sequence[str]) -> dict[str, Part]:
    return {
        "accuracy": _share(right, said),
        "accuracy-4": _share(list(map(_merged, right)), list(map(_merged, said))),
    }


def _share(right: Sequence[str], said: Sequence[str]) -> Part:
    return float(sum(a == b for a, b in zip(right, said, strict=True))), float(len(right))


def _merged(role: str) -> str:
    """Background and objective taken for one: both say why a study was made."""
    return "FRAMING" if role in _FRAMING else role


SUITE = Suite(
    id="rct-roles",
    title="Roles of the sentences of structured abstracts",
    file="rct-roles",
    measures=(
        Measure(id="accuracy", title="accuracy", reference="logistic regression .876"),
        Measure(id="accuracy-4", title="background and objective taken for one"),
    ),
    systems=(MAJORITY, OURS),
    run=scored,
    notes=("Questions are abstracts here; a longer one counts for more.", TRAINED),
)
