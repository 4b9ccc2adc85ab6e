"""The statements of a pack as parts to be reviewed, with the findings that they cite spelt out.

An anchor is the kind of record and its id, so that it stays the same from version to version; what belongs to
a record stands behind a stroke (`statement:x/never:1`).
"""

from collections.abc import Iterator

from citewell.engine.reviewable_fields import cited, lined, listed, part, ruled, worded
from citewell.guidelines.criteria import number_text
from citewell.guidelines.criteria_lines import criterion_text
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, Disposition, Statement, Topic
from citewell.model.reviews import Part
from citewell.model.scores import Score, ScoreOption


def statement_parts(statement: Statement, catalog: Catalog) -> Iterator[Part]:
    """A statement, and each caution that forbids it."""
    anchor = f"statement:{statement.id}"
    yield part(
        anchor,
        statement.title,
        *worded(statement.wording),
        ("direction", statement.direction.value if statement.direction else ""),
        ("grade", statement.grade),
        ("source", statement.source),
        ("populations", listed(statement.populations)),
        ("about", listed(statement.about)),
        ("aspects", listed(statement.aspects)),
        ("gives", listed(statement.gives)),
        ("orders", listed(statement.orders)),
        ("parent", statement.parent),
        ("applies-when", ruled(statement.applies_when)),
        ("cites", cited(statement.cites, catalog)),
    )
    for n, caution in enumerate(statement.never_when, start=1):
        yield part(
            f"{anchor}/never:{n}",
            f"When not: {statement.title}",
            ("never-when", ruled(caution.when)),
            *worded(caution.wording),
            ("cites", cited(caution.cites, catalog)),
        )


def disagreement_parts(debate: Disagreement, catalog: Catalog) -> Iterator[Part]:
    """A disagreement with what we answer and why, and each side of it."""
    anchor = f"disagreement:{debate.id}"
    yield part(
        anchor,
        debate.title,
        ("question", debate.question),
        *worded(debate.default),
        ("why", debate.why),
        ("populations", listed(debate.populations)),
        ("about", listed(debate.about)),
        ("aspects", listed(debate.aspects)),
        ("cites", cited(debate.default_cites, catalog)),
    )
    taken: dict[str, int] = {}
    for side in debate.sides:
        n = taken[side.source] = taken.get(side.source, 0) + 1
        yield part(
            f"{anchor}/side:{side.source}{f':{n}' if n > 1 else ''}",
            f"{side.body}: {debate.title}",
            ("stance", side.stance),
            ("grade", side.grade),
            *worded(side.says),
            ("population", side.population),
            ("cites", cited(side.cites, catalog)),
        )


def score_parts(score: Score, catalog: Catalog) -> Iterator[Part]:
    """A score, its items, and what its totals mean."""
    anchor = f"score:{score.id}"
    yield part(
        anchor,
        score.title,
        ("kind", score.kind),
        *worded(score.use),
        ("not-for:clinician", score.not_for.clinician),
        ("not-for:patient", score.not_for.patient),
        ("populations", listed(score.populations)),
        ("about", listed(score.about)),
        ("cites", cited(score.cites, catalog)),
    )
    for item in score.items:
        unknown = "" if item.unknown_points is None else number_text(item.unknown_points)
        options = lined(_option(option) for option in item.options)
        yield part(f"{anchor}/item:{item.id}", item.label, ("values", options), ("unknown", unknown))
    for band in score.bands:
        limits = f"{number_text(band.low)} to {number_text(band.high)}"
        yield part(
            f"{anchor}/band:{number_text(band.low)}", band.label, ("limits", limits), *worded(band.wording)
        )


def disposition_parts(disposition: Disposition, catalog: Catalog) -> Iterator[Part]:
    """A disposition, and each reason for it."""
    anchor = f"disposition:{disposition.id}"
    yield part(
        anchor,
        disposition.title,
        ("severity", disposition.severity),
        *worded(disposition.wording),
        ("cites", cited(disposition.cites, catalog)),
    )
    for reason in disposition.reasons:
        yield part(
            f"{anchor}/reason:{reason.id}",
            f"Reason for: {disposition.title}",
            ("when", ruled(reason.when)),
            *worded(reason.wording),
            ("cites", cited(reason.cites, catalog)),
        )


def topic_parts(topic: Topic) -> Iterator[Part]:
    """A page: what it answers, its sections in order, what it may not leave out."""
    anchor = f"topic:{topic.id}"
    yield part(
        anchor,
        topic.title,
        ("patient", topic.patient_title),
        ("question", lined(topic.questions)),
        ("populations", listed(topic.populations)),
        ("terms", listed(topic.terms)),
        ("bottom-line", lined(topic.bottom_line)),
        ("disagreements", lined(topic.disagreements)),
    )
    for section in topic.sections:
        yield part(
            f"{anchor}/section:{section.id}",
            section.title,
            ("patient", section.patient_title),
            ("items", lined(section.items)),
        )
    for item in topic.must_mention:
        yield part(
            f"{anchor}/must-mention:{item.id}",
            item.what,
            ("any-of", lined(item.any_of)),
            ("scope", item.scope),
            ("about", listed(item.about)),
        )


def _option(option: ScoreOption) -> str:
    points = "" if option.points is None else f" = {number_text(option.points)}"
    when = f" when\n{criterion_text(option.when)}" if option.when else ""
    return f"{option.id}: {option.label}{points}{when}"
