"""Evidence sentences: which sentence answers, what it is there for, and which way it says the effect goes."""

import time
from itertools import pairwise

import pytest

from citewell.model.answers import Effect
from citewell.retrieval.evidence import Role, effect_of, own_findings, rank, roles_of, stance
from citewell.retrieval.evidence.parts import parts_of

# Written for these tests; no study says this.
ABSTRACT = (
    "Falls are a leading cause of injury in older adults.",
    "We aimed to assess whether balance training reduces falls.",
    "In this randomised trial, 120 adults were assigned to balance training or usual care.",
    "The primary outcome was the rate of falls over 12 months.",
    "The rate of falls was lower in the training group than in the usual care group (ratio 0.62; P = 0.004).",
    "There was no significant difference in quality of life between the groups (P = 0.41).",
    "Grip strength was significantly higher in the training group than in the usual care group (P < 0.001).",
    "Balance training reduced falls in older adults.",
)


class Encoder:
    """Holds every text that shares its first letter with the question for the same."""

    name, fingerprint, dimensions, unrelated = "letters", "0" * 32, 26, 0.0

    def question(self, text):
        return bytes(127 if n == ord(text[0].lower()) - ord("a") else 0 for n in range(26))

    def passages(self, texts):
        return iter([self.question(text) for text in texts])


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("balance training compared with usual care: effect on rate of falls", 4),
        ("Does balance training reduce the rate of falls compared with usual care?", 4),
        ("Does balance training improve quality of life?", 5),
        ("balance training compared with usual care: effect on grip strength", 6),
    ],
)
def test_the_sentence_that_reports_the_outcome_comes_first(question, answers):
    assert rank(question, ABSTRACT)[0].index == answers


def test_every_sentence_is_ranked_once_and_equals_stand_in_their_order():
    ranked = rank("unheard of words", ("Same words here.",) * 5)
    assert sorted(one.index for one in ranked) == list(range(5))
    assert ranked == rank("unheard of words", ("Same words here.",) * 5)
    for one, other in pairwise(ranked):
        assert (-one.score, one.index) < (-other.score, other.index)


def test_no_sentences_no_ranking():
    assert rank("Does balance training reduce falls?", ()) == ()
    assert roles_of(()) == ()
    assert stance("Does balance training reduce falls?", ()) == "maybe"


def test_an_encoder_adds_nearness_in_meaning():
    question = "grip"
    plain = {one.index: one.score for one in rank(question, ABSTRACT)}
    near = {one.index: one.score for one in rank(question, ABSTRACT, encoder=Encoder())}
    assert near[6] > plain[6]
    assert near[0] == plain[0]


@pytest.mark.parametrize(
    ("outcome", "sentence", "effect"),
    [
        ("rate of falls", ABSTRACT[4], Effect.DECREASED),
        ("quality of life", ABSTRACT[5], Effect.NO_DIFFERENCE),
        ("grip strength", ABSTRACT[6], Effect.INCREASED),
        ("fractures", ABSTRACT[4], None),
        ("falls", ABSTRACT[3], None),
        ("falls", "", None),
    ],
)
def test_the_direction_is_of_the_outcome_asked_about(outcome, sentence, effect):
    assert effect_of(f"balance training compared with usual care: effect on {outcome}", sentence) is effect


@pytest.mark.parametrize(
    ("outcome", "sentence", "wrong"),
    [
        # It has a "no", but denies no difference.
        (
            "rate of falls",
            "Balance training reduced the rate of falls in a ward with no handrails.",
            {Effect.NO_DIFFERENCE},
        ),
        # It turns to another outcome.
        (
            "grip strength",
            "The rate of falls was lower, but grip strength did not differ (P = 0.6).",
            {Effect.INCREASED, Effect.DECREASED},
        ),
    ],
)
def test_no_direction_is_told_for_which_there_are_no_words_where_the_outcome_is_named(
    outcome, sentence, wrong
):
    told = effect_of(f"balance training compared with usual care: effect on {outcome}", sentence)
    assert told not in wrong


@pytest.mark.parametrize(
    ("section", "sentence", "own"),
    [
        ("Results", "The rate of falls was lower in the training group.", True),
        ("Introduction", "Balance training has been shown to reduce falls.", False),
        ("Introduction", "Balance training reduces falls.", False),
        ("Introduction", "Here we show that balance training reduces falls.", True),
        ("Abstract Background", "Balance training reduces falls.", False),
        ("Abstract Conclusions", "Balance training reduces falls.", True),
        ("Discussion", "Doe et al. found fewer falls with balance training.", False),
        ("Discussion", "Balance training reduced falls [12, 14].", False),
        ("Discussion", "Balance training reduced falls (Doe, 2001).", False),
        ("Discussion", "In this trial balance training reduced falls, as in others [12].", True),
        ("Discussion", "Further research on falls is needed.", False),
        ("Results", "Falls were fewer than in previous studies of training.", False),
    ],
)
def test_a_study_s_own_findings_are_told_from_those_of_others(section, sentence, own):
    assert own_findings((sentence,), (section,), (Role.RESULTS,)) == (own,)


def test_what_follows_a_citation_in_a_discussion_is_of_what_was_cited_but_for_our_own():
    told = ("Doe found fewer falls [3].", "It showed better balance.", "We found the same.")
    assert own_findings(told, ("Discussion",) * 3, (Role.RESULTS,) * 3) == (False, False, True)


def test_what_a_study_set_out_to_find_is_no_finding():
    assert own_findings(("We asked whether falls differ.",), ("Results",), (Role.OBJECTIVE,)) == (False,)


def test_what_a_sentence_names_counts_under_its_abbreviation():
    told = ("Six-minute walk distance (SMWD) was measured.", "SMWD was higher with training (P = 0.01).")
    ranked = rank("training compared with rest: effect on six-minute walk distance", told)
    assert {one.index: one.named for one in ranked}[1] == (1.0, 1.0)


def test_a_question_that_names_no_outcome_gets_no_direction():
    assert effect_of("balance training", ABSTRACT[4]) is None


def test_a_direction_comes_with_the_rank():
    best = rank("Does balance training reduce the rate of falls compared with usual care?", ABSTRACT)[0]
    assert (best.role, best.effect) == (Role.RESULTS, Effect.DECREASED)


def test_roles_follow_the_order_of_an_abstract():
    roles = roles_of(ABSTRACT)
    assert roles[2:4] == (Role.METHODS, Role.METHODS)
    assert roles[4:7] == (Role.RESULTS, Role.RESULTS, Role.RESULTS)
    assert roles[7] is Role.CONCLUSIONS


def test_a_stance_is_yes_no_or_maybe():
    assert stance("Does balance training reduce falls?", ABSTRACT) in {"yes", "no", "maybe"}


@pytest.mark.parametrize(
    ("question", "intervention", "comparator", "outcome"),
    [
        ("Aspirin compared with placebo: effect on stroke", {"aspirin"}, {"placebo"}, {"strok"}),
        ("Does aspirin reduce stroke more than warfarin?", {"aspirin"}, {"warfarin"}, {"strok"}),
        ("What is the effect of aspirin on stroke?", {"aspirin"}, set(), {"strok"}),
        ("Does aspirin reduce stroke in older adults?", {"aspirin"}, set(), {"strok"}),
        (
            "Aspirin compared with placebo: effect on change in weight",
            {"aspirin"},
            {"placebo"},
            {"weight"},
        ),
        ("aspirin stroke", {"aspirin", "strok"}, set(), {"aspirin", "strok"}),
    ],
)
def test_a_question_parts_at_its_cues(question, intervention, comparator, outcome):
    parts = parts_of(question)
    assert (parts.intervention, parts.comparator, parts.outcome) == (intervention, comparator, outcome)


HOSTILE = [
    "[1," * 50_000,
    "(A" + "a " * 50_000,
    "this " * 50_000,
    "further " * 50_000,
    "; but " * 30_000,
    "a" * 200_000,
    "p=" * 50_000,
    "1." * 50_000,
    "(" * 50_000,
    "P < 0." + "0" * 50_000,
    "\n" * 50_000,
    "p = 0.٠٥ and ²³",
    "\ud800",
    "ﬁ ½ Ⅻ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_costs_little_and_breaks_nothing(text):
    begun = time.process_time()
    rank(text, (text, ABSTRACT[4]))
    rank("Does balance training reduce falls?", (text, f"falls {text}"))
    effect_of("Does balance training reduce falls?", f"falls {text}")
    own_findings((text,), (text,), (Role.RESULTS,))
    assert time.process_time() - begun < 2


def test_a_whole_article_is_soon_ranked():
    article = [f"{sentence} ({n})" for n in range(32) for sentence in ABSTRACT]
    rank("Does balance training reduce falls?", ABSTRACT)
    begun = time.process_time()
    rank("balance training compared with usual care: effect on rate of falls", article)
    # Measured: 40 ms; the margin is for slow machines.
    assert time.process_time() - begun < 0.4
