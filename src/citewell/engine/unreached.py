"""What the facts of no worked case lead to: rules that are never true, and results that never come."""

from collections.abc import Iterable, Mapping, Sequence

from citewell.engine.trials import Trial
from citewell.engine.untested import Finder, gathered, path_of
from citewell.guidelines.logic import holds
from citewell.guidelines.parts import DISPOSITIONS, PACK
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.coverage import Gap, Untested
from citewell.model.criteria import Criterion
from citewell.model.scores import Score


def _reasons(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    reasons = {f"{d.id}: {r.id}": (r.when, r.line) for d in catalog.pack.dispositions for r in d.reasons}
    return _never_true("reasons of dispositions", reasons, DISPOSITIONS, tried)


def _exclusions(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    excluding = {e.id: (e.when, e.line) for e in catalog.pack.exclusions if e.when is not None}
    return _never_true("exclusions by facts", excluding, PACK, tried)


def _exceptions(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    excepted = {
        f"{s.id}: never_when {n}": (caution.when, caution.line, s.path)
        for s in catalog.pack.statements
        for n, caution in enumerate(s.never_when, start=1)
    }
    gaps = (
        Gap(id=name, path=path, line=line)
        for name, (when, line, path) in excepted.items()
        if not _is_met(when, tried)
    )
    return gathered("exceptions of recommendations", excepted, gaps)


def _safety(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    """Of what is said of the drugs that the pack gives, of their classes, and of the drugs in them."""
    met = {
        judged.note.id
        for one in tried
        for notes in one.safety.values()
        for judged in notes
        if judged.truth is Truth.TRUE
    }
    given = {drug for statement in catalog.pack.statements for drug in statement.gives}
    rules = {
        note.id: (note, each.path)
        for each in catalog.rules_on(given)
        for note in catalog.safety.get(each.id, ())
    }
    gaps = (
        Gap(id=name, path=path_of(path, note.drug, catalog), line=note.caution.line)
        for name, (note, path) in rules.items()
        if name not in met
    )
    return gathered("rules of drug safety", rules, gaps)


def _hand_overs(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    """A hand-over is met by a patient of whom it holds, or a question about what it is for."""
    all_of_them = catalog.pack.hand_overs
    gaps = (
        Gap(id=one.id, path=PACK, line=one.line)
        for one in all_of_them
        if not (one.when is not None and _is_met(one.when, tried))
        and not any(catalog.covers(wide, c) for t in tried for c in t.concepts for wide in one.about)
    )
    return gathered("hand-overs", all_of_them, gaps)


def _options(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    reached = {
        f"{scored.score.id}: {item.item.id}: {item.option.id}"
        for one in tried
        for scored in one.scores
        for item in scored.items
        if item.option is not None
    }
    options = {
        f"{score.id}: {item.id}: {option.id}": score
        for score in catalog.pack.scores
        for item in score.items
        for option in item.options
    }
    return _never_reached("options of scores", options, reached)


def _bands(catalog: Catalog, tried: Sequence[Trial]) -> Untested:
    reached = {
        f"{scored.score.id}: {scored.bands[0].label}"
        for one in tried
        for scored in one.scores
        if scored.complete and len(scored.bands) == 1
    }
    bands = {f"{score.id}: {band.label}": score for score in catalog.pack.scores for band in score.bands}
    return _never_reached("bands of scores", bands, reached)


def _never_reached(kind: str, things: Mapping[str, Score], reached: Iterable[str]) -> Untested:
    known = frozenset(reached)
    gaps = (Gap(id=n, path=score.path, line=score.line) for n, score in things.items() if n not in known)
    return gathered(kind, things, gaps)


def _never_true(
    kind: str, rules: Mapping[str, tuple[Criterion, int]], path: str, tried: Sequence[Trial]
) -> Untested:
    gaps = (
        Gap(id=name, path=path, line=line) for name, (when, line) in rules.items() if not _is_met(when, tried)
    )
    return gathered(kind, rules, gaps)


def _is_met(when: Criterion, tried: Sequence[Trial]) -> bool:
    return any(holds(when, one.known) is Truth.TRUE for one in tried)


UNREACHED: tuple[Finder, ...] = (
    _reasons,
    _exclusions,
    _exceptions,
    _safety,
    _hand_overs,
    _options,
    _bands,
)
