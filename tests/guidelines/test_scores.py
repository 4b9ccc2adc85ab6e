"""Scores: points where items are known, a range where they are not."""

from builders import TODAY, choice, known, number, pack, when, words
from citewell.guidelines.logic import circumstances
from citewell.guidelines.scores import scored
from citewell.model.applied import Scored
from citewell.model.cases import CaseFacts
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption

PACK = pack(facts=(number("pain", maximum=10.0), choice("lesion", "lytic", "blastic"), number("loss")))
ITEMS = (
    ScoreItem(
        id="pain",
        label="Pain",
        options=(
            ScoreOption(id="strong", label="Strong", points=3.0, when=when("pain >= 5")),
            ScoreOption(id="weak", label="Weak", points=0.0, when=when("pain < 5")),
        ),
    ),
    ScoreItem(
        id="lesion",
        label="Lesion",
        options=(
            ScoreOption(id="lytic", label="Lytic", points=2.0, when=when("lesion is lytic")),
            ScoreOption(id="blastic", label="Blastic", points=0.0, when=when("lesion is blastic")),
        ),
    ),
)
BANDS = (
    ScoreBand(low=0, high=2, label="stable", wording=words("stable")),
    ScoreBand(low=3, high=5, label="unstable", wording=words("unstable")),
)


def score(**fields: object) -> Score:
    return Score(
        **{  # type: ignore[arg-type]
            "id": "test",
            "title": "Test score",
            "kind": "sum",
            "about": (),
            "populations": (),
            "use": words("For tests."),
            "not_for": words("Not for patients."),
            "items": ITEMS,
            "bands": BANDS,
            "cites": ("guide-2020#r1",),
            **fields,
        }
    )


def result(facts: CaseFacts, of: Score | None = None) -> Scored | None:
    return scored(of or score(), circumstances(PACK, facts, on=TODAY))


def test_all_items_known_give_a_total_and_its_band() -> None:
    total = result(known(pain=5.0, lesion="lytic"))
    assert total is not None
    assert (total.low, total.high, [band.label for band in total.bands]) == (5, 5, ["unstable"])
    assert total.complete


def test_an_unknown_item_leaves_a_range_never_a_zero() -> None:
    open_total = result(known(pain=5.0))
    assert open_total is not None
    assert (open_total.low, open_total.high, open_total.missing) == (3, 5, ("lesion",))


def test_an_item_the_score_itself_counts_as_zero_when_unknown() -> None:
    items = (ITEMS[0], ScoreItem(id="lesion", label="Lesion", options=ITEMS[1].options, unknown_points=0.0))
    total = result(known(pain=1.0), score(items=items))
    assert total is not None
    assert (total.low, total.high) == (0, 0)


def test_nothing_known_is_no_score() -> None:
    assert result(known()) is None


def test_a_classification_names_its_class_at_the_boundary() -> None:
    grades = ScoreItem(
        id="grade",
        label="Grade",
        options=(
            ScoreOption(id="g0", label="Grade 0", when=when("loss < 20")),
            ScoreOption(id="g1", label="Grade 1", when=when("loss >= 20")),
        ),
    )
    graded = result(known(loss=20.0), score(kind="classification", items=(grades,), bands=()))
    assert graded is not None
    assert graded.items[0].option is not None
    assert graded.items[0].option.label == "Grade 1"


def test_points_add_up_as_they_are_printed() -> None:
    """In binary numbers 0.1 and 0.2 are a little more than 0.3, in no band at all."""
    items = tuple(
        ScoreItem(
            id=item, label=item, options=(ScoreOption(id="yes", label="Yes", points=points, when=asked),)
        )
        for item, points, asked in (("one", 0.1, when("pain >= 5")), ("two", 0.2, when("lesion is lytic")))
    )
    bands = (ScoreBand(low=0.0, high=0.3, label="low", wording=words("low")),)
    total = result(known(pain=5.0, lesion="lytic"), score(items=items, bands=bands))
    assert total is not None
    assert (total.low, [band.label for band in total.bands]) == (0.3, ["low"])
