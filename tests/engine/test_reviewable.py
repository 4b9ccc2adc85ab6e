"""What is reviewed of a pack, and of one recommendation."""

from dataclasses import replace

import pytest

from citewell.editorial.contents import digest_of
from citewell.editorial.differences import difference, summary
from citewell.engine import Engine
from citewell.engine.reviewable import pack_content, recommendation_content, reviewable
from citewell.engine.reviewable_fields import distinct
from citewell.errors import InputError, NotFound
from citewell.model.catalog import Catalog
from citewell.model.reviews import Part, Subject, SubjectKind

PACK = "vertebral-fracture"
CALCITONIN = "aaos-2010-calcitonin"


@pytest.fixture(scope="module")
def catalog(engine: Engine) -> Catalog:
    return engine.catalogs[PACK]


def part_of(parts: tuple[Part, ...], anchor: str) -> dict[str, str]:
    return next(dict(part.fields) for part in parts if part.anchor == anchor)


def with_statement(catalog: Catalog, statement_id: str, **changes: object) -> Catalog:
    statements = tuple(
        replace(each, **changes) if each.id == statement_id else each for each in catalog.pack.statements
    )
    return Catalog.of(replace(catalog.pack, statements=statements, digest="f" * 64), catalog.grades)


def with_finding(catalog: Catalog, source_id: str, finding_id: str, text: str) -> Catalog:
    sources = tuple(
        replace(
            source,
            findings=tuple(
                replace(each, text=text) if each.id == finding_id else each for each in source.findings
            ),
        )
        if source.id == source_id
        else source
        for source in catalog.pack.sources
    )
    return Catalog.of(replace(catalog.pack, sources=sources, digest="f" * 64), catalog.grades)


def test_the_same_pack_gives_the_same_content(catalog: Catalog) -> None:
    assert digest_of(pack_content(catalog)) == digest_of(pack_content(Catalog.of(catalog.pack)))


def test_every_record_is_a_part_with_an_anchor_of_its_own(catalog: Catalog) -> None:
    content, pack = pack_content(catalog), catalog.pack
    anchors = {part.anchor for part in content.parts}
    assert len(anchors) == len(content.parts)
    assert anchors >= {f"statement:{each.id}" for each in pack.statements}
    assert anchors >= {f"disagreement:{each.id}" for each in pack.disagreements}
    assert anchors >= {f"criterion:{name}" for name in pack.criteria}
    assert anchors >= {f"fact:{each.id}" for each in pack.facts}
    assert anchors >= {f"finding:{citation}" for citation in catalog.findings}
    assert len(content.sources) == len(pack.sources)
    bases = {f"base:{each.id}": f"{each.version} {each.digest}" for each in pack.imports}
    assert bases
    assert dict(content.made_of) == {"pack": PACK, "version": pack.version, "digest": pack.digest, **bases}
    assert {PACK, "calcitonin", "thoracolumbar-fracture"} <= set(content.topics)


def test_a_part_names_its_fields_once_and_leaves_out_empty_ones(catalog: Catalog) -> None:
    for part in pack_content(catalog).parts:
        names = [name for name, _ in part.fields]
        assert len(names) == len(set(names)), part.anchor
        assert all(text for _, text in part.fields), part.anchor


def test_a_recommendation_is_shown_as_editors_read_it(catalog: Catalog) -> None:
    fields = part_of(recommendation_content(catalog, CALCITONIN).parts, f"statement:{CALCITONIN}")
    statement = catalog.statements[CALCITONIN]
    assert (fields["clinician"], fields["patient"]) == (
        statement.wording.clinician,
        statement.wording.patient,
    )
    assert (fields["direction"], fields["grade"]) == ("for", "Moderate")
    assert fields["applies-when"] == (
        "all:\n- use: symptomatic-osteoporotic\n- use: acute-aaos\n- use: neurologically-intact"
    )
    assert fields["cites"] == f"aaos-2010#r1: {catalog.findings['aaos-2010#r1'][1].text} [Moderate]"


def test_a_recommendation_comes_with_what_it_rests_on(catalog: Catalog) -> None:
    content = recommendation_content(catalog, CALCITONIN)
    anchors = {part.anchor for part in content.parts}
    assert {
        f"statement:{CALCITONIN}.dose",
        "criterion:acute-aaos",
        "criterion:osteoporotic-fracture",
        "value:calcitonin-window",
        "source:aaos-2010",
        "finding:aaos-2010#r1",
    } <= anchors
    assert "finding:aaos-2010#r5" not in anchors
    assert content.sources[0].id == "aaos-2010"
    assert {PACK, "calcitonin", "analgesia", "thoracolumbar-fracture"} <= set(content.topics)


@pytest.mark.parametrize("statement", ["aace-2020-augmentation", "ebi-augmentation"])
def test_a_recommendation_stays_the_same_when_another_changes(catalog: Catalog, statement: str) -> None:
    before = recommendation_content(catalog, statement)
    after = recommendation_content(with_statement(catalog, CALCITONIN, grade="Strong"), statement)
    assert digest_of(before) == digest_of(after)


def test_a_changed_grade_is_one_grade(catalog: Catalog) -> None:
    other = with_statement(catalog, CALCITONIN, grade="Strong")
    found = difference(recommendation_content(catalog, CALCITONIN), recommendation_content(other, CALCITONIN))
    assert summary(found) == "1 grade changed"


def test_a_changed_finding_is_seen_where_it_is_cited(catalog: Catalog) -> None:
    text = catalog.findings["aaos-2010#r1"][1].text.replace("4 weeks", "6 weeks")
    other = with_finding(catalog, "aaos-2010", "r1", text)
    found = difference(pack_content(catalog), pack_content(other))
    touched = {change.anchor for change in found.parts}
    assert {"finding:aaos-2010#r1", f"statement:{CALCITONIN}"} <= touched
    assert all("number" in field.weighs for change in found.parts for field in change.fields)
    assert [change.source.id for change in found.sources] == ["aaos-2010"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SubjectKind.PACK, "none"),
        (SubjectKind.RECOMMENDATION, f"{PACK}/none"),
        (SubjectKind.RECOMMENDATION, PACK),
        (SubjectKind.RECOMMENDATION, "none/none"),
    ],
)
def test_what_is_not_there_is_not_found(engine: Engine, kind: SubjectKind, name: str) -> None:
    with pytest.raises(NotFound, match=r"there is no pack|has no recommendation"):
        reviewable(Subject(kind, name), engine.catalogs)


def test_an_article_is_no_part_of_a_pack(engine: Engine) -> None:
    with pytest.raises(InputError, match="no part of a pack"):
        reviewable(Subject(SubjectKind.ARTICLE, "x"), engine.catalogs)
    assert (
        reviewable(Subject(SubjectKind.PACK, PACK), engine.catalogs).title == engine.catalogs[PACK].pack.title
    )


def test_of_two_parts_with_one_name_the_second_is_numbered() -> None:
    one, other = Part(anchor="a", title="1", fields=()), Part(anchor="a", title="2", fields=())
    assert [part.anchor for part in distinct([one, other, other])] == ["a", "a~2", "a~3"]


def test_what_is_said_of_the_safety_of_a_drug_is_reviewed_with_what_gives_it(catalog: Catalog) -> None:
    giving = next(each for each in catalog.recommendations if each.gives)
    drug = next(rules for rules in catalog.pack.safety if rules.id in giving.gives)
    anchors = [f"safety:{drug.id}/contraindication:{n}" for n in range(1, len(drug.contraindications) + 1)]
    content = recommendation_content(catalog, giving.parent or giving.id)
    assert {part.anchor for part in content.parts} >= set(anchors)
    assert {part.anchor for part in pack_content(catalog).parts} >= set(anchors)
    rule = drug.contraindications[0]
    fields = part_of(content.parts, anchors[0])
    assert (fields["clinician"], fields["patient"]) == (rule.wording.clinician, rule.wording.patient)
    cited = {citation.partition("#")[0] for citation in rule.cites}
    assert cited <= {source.id for source in content.sources}


def test_a_change_in_a_base_is_a_change_of_the_pack_that_names_the_base(catalog: Catalog) -> None:
    (imported,) = catalog.pack.imports
    fact = next(each for each in catalog.pack.facts if each.id in imported.records["facts"])
    changed = replace(
        catalog.pack,
        facts=tuple(
            replace(each, ask_clinician="Asked otherwise?") if each == fact else each
            for each in catalog.pack.facts
        ),
        imports=(replace(imported, digest="e" * 64),),
        digest="f" * 64,
    )
    found = difference(pack_content(catalog), pack_content(Catalog.of(changed, catalog.grades)))
    assert [part.anchor for part in found.parts] == [f"fact:{fact.id}"]
    assert [field.name for field in found.made_of] == ["digest", f"base:{imported.id}"]
