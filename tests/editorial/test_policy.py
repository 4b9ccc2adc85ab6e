"""The policy file: what is shipped is what the records say; what does not fit is refused with its line."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Settings
from citewell.engine.policies import policies
from citewell.errors import InputError
from citewell.guidelines.bases import content_folder
from citewell.model.accounts import SignInPolicy
from citewell.model.reviews import Policy, SubjectKind

SHIPPED = content_folder() / "policy" / "editorial.yaml"


def settings(policy: Path | None = None) -> Settings:
    return Settings(home=Path("unused"), packs=(), grading=Path("unused"), policy=policy)


def written(folder: Path, text: str) -> Settings:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return settings(path)


def test_what_is_shipped_is_what_the_records_say() -> None:
    found = policies(settings())
    assert found.sign_in == SignInPolicy()
    assert replace(found.editorial, high_risk=(), digest="", quorum={}) == Policy()
    assert [found.editorial.quorum_of(kind) for kind in SubjectKind] == [2, 2, 2]
    assert found.editorial.digest == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()


def test_a_file_says_what_is_different(tmp_path: Path) -> None:
    found = policies(written(tmp_path, "quorum: {pack: 3}\nhigh_risk: [insulin]\nsign_in: {attempts: 9}\n"))
    assert found.editorial.quorum_of(SubjectKind.PACK) == 3
    assert found.editorial.quorum_of(SubjectKind.ARTICLE) == 2
    assert (found.editorial.high_risk, found.sign_in.attempts) == (("insulin",), 9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quorom: {pack: 2}\n", ':1: there is no field "quorom"'),
        ("quorum:\n  pack: 0\n", ':2: pack: "0" is not a whole number from 1 to 100'),
        ("quorum:\n  book: 2\n", ':2: there is no field "book"'),
        ("months: two\n", ':1: months: "two" is not a whole number'),
        ("months: 1.5\n", ':1: months: "1.5"'),
        ("months: [24]\n", ":1: months: a whole number is wanted here, not a list"),
        ("months: 99999999999999999999\n", ":1: months: "),
        ("high_risk: opioid\n", ":1: a list is wanted"),
        ("sign_in: {password_length: 3}\n", 'password_length: "3"'),
        ("months: 24\nmonths: 12\n", ":2: "),
        ("- months\n", ":1: "),
        ("", "the policy"),
        ("months: &a 24\n", ":1: "),
        ("\x00", "the policy"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        policies(written(tmp_path, text))
    assert said in refused.value.message
    assert "own.yaml" in refused.value.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml cannot be read"):
        policies(settings(tmp_path / "none.yaml"))
