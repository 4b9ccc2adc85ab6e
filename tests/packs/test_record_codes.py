"""Every code by which a pack reads a record is what its name says, and says one thing of each fact.

ICD-10-CM is looked up as it is printed (simple-icd-10-cm, the release of the National Center for Health
Statistics); of LOINC and SNOMED CT the check digits are reckoned, and the page of the codes tells them all.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from citewell.guidelines.loader import load_pack
from citewell.model.guidelines import FactDefinition
from citewell.model.mappings import Code, RecordMapping

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "terminology.md"
FACTS = load_pack(ROOT / "packs" / "vertebral-fracture").pack.facts
SYSTEMS = {
    "HL7 v3 ActCode": "act-code",
    "ICD-10-CM": "icd-10-cm",
    "LOINC": "loinc",
    "RxNorm": "rxnorm",
    "SNOMED CT": "snomed-ct",
}
# The permutation of Verhoeff's check digit (Verhoeff, Error Detecting Decimal Codes, 1969).
PERMUTATION = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def statements(fact: FactDefinition) -> Iterator[tuple[RecordMapping, Code, str]]:
    """Each code of a fact, with the value that it states: "" where an element holds the value."""
    for mapping in fact.fhir:
        yield from ((mapping, code, mapping.means) for code in mapping.codes)
        for value, codes in mapping.choices.items():
            yield from ((mapping, code, value) for code in codes)


def codes_of(system: str) -> list[Code]:
    found = {code for fact in FACTS for _, code, _ in statements(fact) if code.system == system}
    return sorted(found, key=lambda code: code.code)


@pytest.fixture(scope="session")
def icd() -> Any:
    return pytest.importorskip("simple_icd_10_cm", reason="the printed names of ICD-10-CM are not installed")


@lru_cache(maxsize=1)
def printed(icd: Any) -> list[str]:
    """All codes of the classification, without its chapters and blocks, in order."""
    return sorted(code for code in icd.get_all_codes() if re.fullmatch(r"[A-Z]\d[0-9A-Z](\..+)?", code))


@cache
def meant(icd: Any, code: str) -> tuple[str, ...]:
    """The printed codes that a code of a pack stands for."""
    begin = re.split(r"[?*]", code)[0]
    pattern = re.compile(re.escape(code).replace(r"\?", ".").replace(r"\*", ".*"))
    known = printed(icd)
    within = known[bisect_left(known, begin) : bisect_left(known, f"{begin}~")]
    return tuple(each for each in within if pattern.fullmatch(each))


def encounter(icd: Any, code: str) -> str:
    """What the seventh character adds to the name of the characters before it."""
    name, parent = icd.get_description(code), icd.get_description(icd.get_parent(code))
    return name.removeprefix(parent) if name.startswith(f"{parent}, ") else ""


@lru_cache(maxsize=1)
def blocks(icd: Any) -> list[list[str]]:
    """The blocks of categories that are named by their first and last."""
    return [code.split("-") for code in icd.get_all_codes() if re.fullmatch(r"\w{3}-\w{3}", code)]


def names_over(icd: Any, codes: tuple[str, ...]) -> set[str]:
    """The printed names under which all the codes stand: of categories, and of blocks."""
    begins = {codes[0][:length] for length in range(3, len(codes[0]) + 1)}
    items = {
        begin
        for begin in begins
        if not begin.endswith(".") and icd.is_valid_item(begin)
        if all(code.startswith(begin) for code in codes)
    }
    items |= {
        f"{first}-{last}" for first, last in blocks(icd) if all(first <= code[:3] <= last for code in codes)
    }
    return {icd.get_description(item) for item in items}


def test_a_code_of_icd_10_cm_has_the_name_under_which_it_is_printed(icd: Any) -> None:
    assert [code for code in codes_of("icd-10-cm") if not is_printed(icd, code)] == []


def is_printed(icd: Any, code: Code) -> bool:
    codes = meant(icd, code.code)
    if not codes:
        return False
    if codes == (code.code,):
        return icd.get_description(code.code) == code.display
    encounters = {encounter(icd, each) for each in codes}
    shared = encounters.pop() if len(encounters) == 1 else ""
    return code.display.removesuffix(shared) in names_over(icd, codes)


@pytest.mark.parametrize(
    ("fact", "code"),
    [("level", "S32.020S"), ("region", "S32.10XS"), ("fracture-cause", "M80.08XS"), ("level", "S12.8XXA")],
)
def test_neither_a_sequela_nor_a_fracture_beside_the_spine_is_a_present_fracture(
    icd: Any, fact: str, code: str
) -> None:
    (mapped,) = (each for each in FACTS if each.id == fact)
    codes = [each.code for _, each, _ in statements(mapped) if each.system == "icd-10-cm"]
    assert code in printed(icd)
    assert [each for each in codes if code in meant(icd, each)] == []


def test_no_code_states_two_values_of_a_fact(icd: Any) -> None:
    stated = defaultdict(set)
    for fact in FACTS:
        for mapping, code, value in statements(fact):
            single = meant(icd, code.code) if code.system == "icd-10-cm" else (code.code,)
            for each in single:
                stated[fact.id, mapping.resource, mapping.value, code.system, each].add(value)
    assert {key: values for key, values in stated.items() if len(values) > 1} == {}


def mod_10(digits: str) -> int:
    """The check digit of a LOINC code (LOINC Users' Guide, "Calculating Mod 10 Check Digits"; Luhn)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return -sum(n // 10 + n % 10 for n in doubled) % 10


@pytest.mark.parametrize("code", codes_of("loinc"), ids=lambda code: code.code)
def test_a_loinc_code_has_its_check_digit(code: Code) -> None:
    digits, _, check = code.code.partition("-")
    assert check == str(mod_10(digits))


def dihedral(a: int, b: int) -> int:
    """The product in the dihedral group of order ten: five turns, and five turned over."""
    turned = a % 5 - b % 5 if a >= 5 else a % 5 + b % 5
    return turned % 5 + 5 * ((a >= 5) != (b >= 5))


def verhoeff(digits: str) -> int:
    """0 where the last digit is the check digit of the others (SNOMED CT Release File Specifications)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        permuted = int(digit)
        for _ in range(place % 8):
            permuted = PERMUTATION[permuted]
        check = dihedral(check, permuted)
    return check


@pytest.mark.parametrize("code", codes_of("snomed-ct"), ids=lambda code: code.code)
def test_a_snomed_ct_code_names_a_concept_and_has_its_check_digit(code: Code) -> None:
    assert re.fullmatch(r"\d{6,18}", code.code)
    assert verhoeff(code.code) == 0
    # The partition: a concept, of the international edition or of an extension.
    assert code.code[-3:-1] in ("00", "10")


def test_a_wrong_digit_is_found() -> None:
    assert mod_10("33914") == 3
    assert verhoeff("64859006") == 0
    assert all(verhoeff(f"6485{digit}006") for digit in "012345678")


def test_a_code_of_rxnorm_is_a_number() -> None:
    assert [code for code in codes_of("rxnorm") if not re.fullmatch(r"[1-9]\d{1,6}", code.code)] == []


def section(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the page, without its head."""
    part = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


@pytest.mark.parametrize("heading", SYSTEMS)
def test_the_page_of_the_codes_tells_each_with_its_name_and_its_facts(heading: str) -> None:
    facts = defaultdict(list)
    for fact in FACTS:
        for _, code, _ in statements(fact):
            if code.system == SYSTEMS[heading] and fact.id not in facts[code]:
                facts[code].append(fact.id)
    told = {(code.strip("`"), name): said.split(", ") for code, name, said, *_ in section(heading)}
    assert told == {(code.code, code.display): names for code, names in facts.items()}


def test_the_page_names_where_each_code_was_seen() -> None:
    lists = {row[0].strip("`") for row in section("Where the codes were seen")}
    seen = {row[3] for heading in SYSTEMS if heading != "ICD-10-CM" for row in section(heading)}
    assert seen == lists


def test_the_page_lists_every_fact_that_no_record_states() -> None:
    told = [fact for _, facts in section("Asked, not read") for fact in facts.split(", ")]
    assert sorted(told) == sorted(fact.id for fact in FACTS if not fact.fhir)


def test_the_page_tells_every_look_back() -> None:
    spans = defaultdict(set)
    for fact in FACTS:
        for mapping in fact.fhir:
            if mapping.days is not None:
                spans[f"{mapping.days:g}"].add(fact.id)
    assert {days: set(facts.split(", ")) for days, facts in section("Look-backs")} == spans
