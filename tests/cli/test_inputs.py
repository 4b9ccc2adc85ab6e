"""Questions, facts and files, within limits, each refusal with its place."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.cli.facts import facts_from, facts_in_file
from citewell.cli.facts_yaml import facts_in_yaml
from citewell.cli.inputs import read_question
from citewell.engine.requests import TypedNumber, facts_in_mapping, json_object, text_only
from citewell.errors import CitewellError, InputError, NotFound


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_values_stay_what_was_typed(tmp_path: Path) -> None:
    path = written(tmp_path, "facts.yaml", "age: 078\nleg-weakness: no\nlevel: 'L2'\nonset: 1:30 # note\n")
    assert facts_in_file(path) == {"age": "078", "leg-weakness": "no", "level": "L2", "onset": "1:30"}


def test_json_values_become_words(tmp_path: Path) -> None:
    path = written(tmp_path, "facts.json", '{"age": 78, "inr": 1.50, "leg-weakness": false, "level": "L2"}')
    assert facts_in_file(path) == {"age": "78", "inr": "1.50", "leg-weakness": "no", "level": "L2"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", ":2: a is given twice"),
        ("a: &x 1\n", ":1: anchors and aliases"),
        ("a: 1\nb: *x\n", ":2: anchors and aliases"),
        ("a: !!python/object:os.system 1\n", ":1: tags"),
        ("a: [1, 2]\n", ":1: facts are lines"),
        ("a:\n  b: 1\n", ":2: facts are lines"),
        ("- a\n", ":1: facts are lines"),
        ("just words\n", ":1: facts are lines"),
        ("a:\n", ":1: a has no value"),
        ("a: 'open\n", "not YAML"),
        ("a: 1\n---\nb: 2\n", "facts are lines"),
        ("a: \x00\n", "YAML does not allow"),
    ],
)
def test_a_faulty_yaml_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        facts_in_yaml(text, "facts.yaml")
    assert message in caught.value.message
    assert caught.value.message.startswith("facts.yaml:")


def test_a_bomb_of_aliases_is_not_expanded() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    with pytest.raises(InputError, match="anchors"):
        facts_in_yaml("\n".join(lines), "facts.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "the key 'a' is given twice"),
        ("[1]", "must be an object"),
        ('{"a": }', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("", "not JSON"),
    ],
)
def test_faulty_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        json_object(text, "f")


@pytest.mark.parametrize("value", [None, [], {}, [1], ""])
def test_a_fact_is_one_value(value: object) -> None:
    with pytest.raises(InputError):
        facts_in_mapping({"age": value}, "f")


def test_a_flag_corrects_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "facts.yaml", "age: 70\nsex: female\n")
    assert facts_from(path, ["age = 78"]) == {"age": "78", "sex": "female"}


def test_two_flags_may_not_contradict_each_other() -> None:
    assert facts_from(None, ["age=78", "age=78"]) == {"age": "78"}
    with pytest.raises(InputError, match="twice"):
        facts_from(None, ["age=78", "age=79"])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        facts_in_file(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        facts_in_file(tmp_path)


def test_a_file_that_is_too_large_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="1 MiB"):
        facts_in_file(written(tmp_path, "big.yaml", "x" * (1024 * 1024 + 1)))
    path = tmp_path / "bytes.yaml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        facts_in_file(path)


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\udcff", "a\x9bb"])
def test_binary_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not plain text"):
        text_only(text, "question")


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"\xff\xfe", "not UTF-8"), (b"a\0b", "plain text"), (b"x" * 70_000, "longer than 64 KiB")],
)
def test_stdin_is_read_within_limits(data: bytes, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(InputError, match=message):
        read_question("-")


def test_a_number_keeps_its_characters() -> None:
    value = json_object('{"id": 1.50}', "f")["id"]
    assert isinstance(value, TypedNumber)
    assert value == "1.50"


@given(st.text())
def test_any_yaml_is_read_or_refused_in_our_words(text: str) -> None:
    try:
        facts = facts_in_yaml(text, "f")
    except CitewellError:
        return
    assert all(isinstance(value, str) and value for value in facts.values())
