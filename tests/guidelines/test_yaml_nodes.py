"""YAML is read as typed, with lines; what a pack must not contain is refused before it grows."""

import time

import pytest

from citewell.guidelines.places import Place
from citewell.guidelines.yaml_nodes import Entry, ListNode, MapNode, TextNode, read_yaml


def faults(data: bytes) -> list[tuple[str, int]]:
    place = Place("a.yaml")
    read_yaml(data, place)
    return [(problem.code, problem.line) for problem in place.problems]


def test_every_scalar_is_the_text_typed_with_its_line() -> None:
    node = read_yaml(b"a: no\nb:\n  - 1:30\n  - 007\n", Place())
    items = ListNode(3, (TextNode(3, "1:30"), TextNode(4, "007")))
    assert node == MapNode(1, (Entry("a", 1, TextNode(1, "no")), Entry("b", 2, items)))


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a: 1\nb: &x 2\n", "yaml.anchor", 2),
        (b"a: *x\n", "yaml.alias", 1),
        (b"a: !!python/object:os.system x\n", "yaml.tag", 1),
        (b"a: ! x\n", "yaml.tag", 1),
        (b"a: 1\n<<: {b: 2}\n", "yaml.merge", 2),
        (b"a: 1\n---\nb: 2\n", "yaml.documents", 2),
        (b"%YAML 1.1\n---\na: 1\n", "yaml.directive", 1),
        (b"a: 1\nb: 2\na: 3\n", "yaml.duplicate", 3),
        (b"a: 1\n? [b]\n: 2\n", "yaml.key", 2),
        (b"", "yaml.empty", 1),
        (b"# nothing\n", "yaml.empty", 1),
        (b"a: 1\nb: \xff\n", "yaml.encoding", 2),
        (b"a: 1\nb: \x07\n", "yaml.syntax", 2),
        (b"a: 1\nb: [1, 2\n", "yaml.syntax", 3),
        (b"a: 1\n b: 2\n", "yaml.syntax", 2),
        (b"a: b: c\n", "yaml.syntax", 1),
    ],
)
def test_a_fault_is_told_with_its_line(data: bytes, code: str, line: int) -> None:
    assert faults(data) == [(code, line)]


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert faults(b'"<<": 1\n') == []


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1\n", Place()) == MapNode(1, (Entry("a", 1, TextNode(1, "1")),))


def test_nesting_is_refused_beyond_forty_levels() -> None:
    assert faults(b"[" * 40 + b"]" * 40) == []
    assert faults(b"[" * 41 + b"]" * 41) == [("yaml.depth", 1)]


@pytest.mark.parametrize(
    "bomb",
    [
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [" % (98 + i, 98 + i) + b",".join([b"*%c" % (97 + i)] * 9) + b"]\n" for i in range(20)
        ),
        b"[" * 1_000_000,
        b"{a: " * 250_000,
        b"- " * 500_000,
    ],
)
def test_a_bomb_is_refused_at_once(bomb: bytes) -> None:
    start = time.perf_counter()
    assert len(faults(bomb)) == 1
    assert time.perf_counter() - start < 1
