import json
import tarfile
from pathlib import Path

import pytest

from citewell.errors import InputError
from citewell.evaluation.data import Data

CLAIM = {"_id": 1, "text": "Tea cures gout.", "qrels": {}, "evidence": []}


def write(path: Path, *rows: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_unpacked_data_is_found_below_the_folder(tmp_path):
    write(tmp_path / "suite-x" / "suite" / "other-half" / "scifact.jsonl", CLAIM)
    data = Data(tmp_path)
    assert data.split == "other-half"
    assert list(data.rows("scifact")) == [CLAIM]


def test_an_archive_is_read_as_it_is_given(tmp_path):
    inside = write(tmp_path / "elsewhere" / "scifact.jsonl", CLAIM)
    folder = tmp_path / "data"
    folder.mkdir()
    with tarfile.open(folder / "suite-dev.tar.gz", "w:gz") as archive:
        archive.add(inside, "suite/dev/scifact.jsonl")
    assert list(Data(folder).rows("scifact")) == [CLAIM]


def test_several_splits_must_be_chosen_from(tmp_path):
    for split in ("one", "two", "shared"):
        write(tmp_path / "suite" / split / "scifact.jsonl", CLAIM)
    with pytest.raises(InputError, match="several splits"):
        Data(tmp_path)
    assert Data(tmp_path, split="two").split == "two"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        Data(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "is not a JSON object"),
        ("[1]", "is not a JSON object"),
        ("[" * 100_000, "is not a JSON object"),
        ('{"_id": 1}', "has no 'text'"),
        ('{"_id": 1, "text": 7, "qrels": {}, "evidence": []}', "'text' is not text"),
    ],
)
def test_a_damaged_line_is_told_by_file_and_line(tmp_path, line, fault):
    path = tmp_path / "suite" / "dev" / "scifact.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(CLAIM) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"scifact.jsonl:3: {fault}"):
        list(Data(tmp_path).rows("scifact"))


def test_questions_are_the_splits_or_those_that_are_named(tmp_path):
    asked = [{"id": name, "question": "Why?", "answerable": True} for name in ("one", "two", "three")]
    write(tmp_path / "questions-dev.jsonl", asked[0])
    named = [write(tmp_path / f"{row['id']}.jsonl", row) for row in asked[1:]]
    assert list(Data(tmp_path).questions()) == asked[:1]
    data = Data(tmp_path, questions=named)
    assert list(data.questions()) == asked[1:]
    assert data.questions_name() == "two, three"
