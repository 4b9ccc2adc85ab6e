"""Suites over data made by hand: what a person would score is what they score."""

import json
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.errors import NotFound
from citewell.evaluation.catalogue import SUITES, chosen
from citewell.evaluation.data import Data
from citewell.evaluation.records import SuiteRun
from citewell.evaluation.suite import Bench

ABSTRACT = [
    "Gout is common in old age.",
    "We gave colchicine or placebo to 40 people with gout.",
    "Colchicine reduced the pain of gout significantly (P<0.001).",
    "The weather was fine.",
]
FILES: dict[str, list[object]] = {
    "dev/scifact": [
        {
            "_id": 1,
            "text": "Colchicine reduced the pain of gout.",
            "qrels": {"gout": 1},
            "evidence": [{"doc": "gout", "label": "SUPPORT", "sentences": [2]}],
        },
        {"_id": 2, "text": "Nobody knows.", "qrels": {}, "evidence": []},
    ],
    "shared/scifact.corpus": [
        {"_id": "gout", "title": "Colchicine in gout", "text": " ".join(ABSTRACT), "sentences": ABSTRACT},
        {
            "_id": "cramp",
            "title": "Night cramps",
            "text": "Stretching helps.",
            "sentences": ["Stretching helps."],
        },
    ],
    "dev/evinf": [
        {
            "prompt": 1,
            "pmcid": 7,
            "query": "Colchicine compared with Placebo: effect on pain",
            "spans": [[len(" ".join(ABSTRACT[:2])) + 1, len(" ".join(ABSTRACT[:3]))]],
            "labels": ["significantly decreased"],
        }
    ],
    "shared/evinf.articles": [{"_id": "7", "text": " ".join(ABSTRACT)}],
    "dev/pubmedqa": [{"_id": "1", "doc": "gout", "text": "Does colchicine help?", "label": "yes"}],
    "shared/pubmedqa.corpus": [{"_id": "gout", "text": " ".join(ABSTRACT)}],
    "dev/rct-roles": [{"pmcid": "7", "sentences": [["BACKGROUND", ABSTRACT[0]], ["RESULTS", ABSTRACT[2]]]}],
    "dev/mediqa2019-qa": [
        {
            "_id": name,
            "text": "What helps against gout?",
            "answers": [
                {"aid": "a", "score": 1, "text": "Cramps are not rare at night."},
                {"aid": "b", "score": 4, "text": "Colchicine helps against gout."},
            ],
        }
        for name in ("one", "two")
    ],
    "dev/negex-context": [
        {
            "_id": "1",
            "phrase": "chest pain",
            "sentence": "The patient denies CHEST PAIN.",
            "negation": "Negated",
            "temporality": "Recent",
            "experiencer": "Patient",
        }
    ],
}


@pytest.fixture
def bench(tmp_path: Path, settings: Settings) -> Bench:
    for name, rows in FILES.items():
        path = tmp_path / "suite" / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Bench(data=Data(tmp_path), settings=settings, work=tmp_path / "work")


def measured(name: str, bench: Bench) -> SuiteRun:
    return chosen([name])[0].measured(bench)


def test_a_claim_finds_its_abstract_and_one_without_is_left_out(bench):
    found = measured("scifact", bench)
    assert [one.id for one in found.questions] == ["1"]
    assert (
        found.questions[0].scores["ours"]["ndcg@10"]
        == found.questions[0].scores["bm25s"]["ndcg@10"]
        == (1, 1)
    )


def test_the_sentence_that_bears_a_claim_out_is_found(bench):
    (one,) = measured("scifact-rationale", bench).questions
    assert (one.id, one.labels) == ("1/gout", {"label": "support"})
    assert one.scores["ours"]["hit@1"] == one.scores["bm25s"]["hit@1"] == (1, 1)


def test_the_evidence_of_a_trial_is_found_with_its_direction(bench):
    (one,) = measured("evinf", bench).questions
    assert one.labels == {"effect": "decreased"}
    assert one.scores["bm25s"]["hit@1"] == (1, 1)
    assert one.scores["ours"]["hit@1"] == one.scores["ours"]["direction"] == (1, 1)
    assert one.scores["majority"] == {"direction": (0, 1), "direction-given": (0, 1)}


def test_verdicts_roles_and_assertions_are_counted(bench):
    assert measured("pubmedqa", bench).questions[0].scores["majority"]["accuracy"] == (1, 1)
    assert measured("rct-roles", bench).questions[0].scores["majority"]["accuracy"] == (1, 2)
    (phrase,) = measured("negex-context", bench).questions
    assert phrase.scores["ours"] == {"negation": (2, 2), "historical": (0, 0), "experiencer": (0, 0)}


def test_answers_are_put_in_order_and_the_wrong_ones_filtered_out(bench):
    for one in measured("mediqa2019-qa", bench).questions:
        assert one.scores["shipped order"]["mrr"] == (0.5, 1)
        assert one.scores["ours"]["mrr"] == (1, 1)
        assert one.scores["ours"]["filter"] == (2, 2)


def test_a_suite_without_its_collection_says_so(bench, tmp_path):
    (tmp_path / "suite" / "shared" / "scifact.corpus.jsonl").unlink()
    again = Bench(data=Data(tmp_path), settings=bench.settings, work=bench.work)
    assert measured("scifact", again).skipped == "the data has no scifact.corpus.jsonl"


def test_a_limit_takes_the_same_questions_whatever_their_order():
    rows = [{"id": str(n)} for n in range(50)]
    bench = Bench(data=None, settings=None, work=Path(), limit=10)  # type: ignore[arg-type]
    first = bench.sample(rows, key=lambda row: row["id"])
    turned = bench.sample(rows[::-1], key=lambda row: row["id"])
    assert len(first) == 10
    assert first == turned[::-1]


def test_each_suite_is_known_by_a_name_of_its_own():
    assert len({suite.id for suite in SUITES}) == len(SUITES)
    with pytest.raises(NotFound, match="there is no suite 'nothing'"):
        chosen(["nothing"])
