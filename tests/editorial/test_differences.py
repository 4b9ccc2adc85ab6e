"""What differs between two contents: complete, marked where it weighs, told in lines."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.editorial.difference_lines import LineKind, lines
from citewell.editorial.differences import Change, Difference, difference, summary
from citewell.editorial.weight import turned_limit, weighty
from citewell.model.reviews import CitedSource, Content, Part

NAMES = st.sampled_from(("clinician", "patient", "grade", "cites", "when", "note"))
TEXT = st.text(alphabet="ab 5<not\n", max_size=12)
PAIRS = st.lists(st.tuples(NAMES, TEXT), unique_by=lambda field: field[0], max_size=4).map(tuple)
PARTS = st.lists(
    st.builds(Part, anchor=st.sampled_from("abcdef"), title=TEXT, fields=PAIRS),
    unique_by=lambda part: part.anchor,
    max_size=6,
).map(tuple)
SOURCES = st.lists(
    st.builds(
        CitedSource,
        id=st.sampled_from("xyz"),
        origin=st.sampled_from(("library", "pack")),
        title=TEXT,
        status=st.sampled_from(("current", "retracted")),
        digest=TEXT,
    ),
    unique_by=lambda source: (source.origin, source.id),
    max_size=3,
).map(tuple)
CONTENTS = st.builds(
    Content,
    title=TEXT,
    topics=st.lists(st.sampled_from(("wrist", "hand")), unique=True).map(tuple),
    parts=PARTS,
    sources=SOURCES,
    made_of=PAIRS,
    documents=PAIRS,
)
WRIST = Content(
    title="Wrist splints",
    topics=("wrist",),
    parts=(
        Part(
            anchor="claim:1",
            title="Splints",
            fields=(("clinician", "Splint the wrist for at most 6 weeks."), ("grade", "B")),
        ),
        Part(anchor="claim:2", title="Rest", fields=(("clinician", "Do not rest it for long."),)),
    ),
    sources=(CitedSource(id="s1", origin="library", title="A study", status="current", digest="a" * 64),),
    made_of=(("version", "1"),),
)


def applied(before: Content, found: Difference) -> Content:
    """The content that a difference leads to, made of nothing but the first content and the difference."""
    about = {"title": before.title, "topics": ", ".join(before.topics)}
    about |= {each.name: each.after or "" for each in found.about}
    parts = {part.anchor: part for part in before.parts}
    parts |= {each.anchor: each.after for each in found.parts if each.after}
    gone = {each.anchor for each in found.parts if each.after is None}
    sources = {(each.origin, each.id): each for each in before.sources}
    for change in found.sources:
        key = (change.source.origin, change.source.id)
        sources.pop(key) if change.after is None else sources.update({key: change.after})
    return Content(
        title=about["title"],
        topics=tuple(filter(None, about["topics"].split(", "))),
        parts=tuple(part for anchor, part in parts.items() if anchor not in gone),
        sources=tuple(sources.values()),
        made_of=rewritten(before.made_of, found.made_of),
        documents=rewritten(before.documents, found.documents),
    )


def rewritten(before: tuple[tuple[str, str], ...], changes: tuple) -> tuple[tuple[str, str], ...]:
    fields = dict(before) | {each.name: each.after for each in changes}
    return tuple((name, text) for name, text in fields.items() if text is not None)


def unordered(content: Content) -> Content:
    return replace(
        content,
        parts=tuple(sorted(content.parts, key=lambda part: part.anchor)),
        sources=tuple(sorted(content.sources, key=lambda source: (source.origin, source.id))),
        made_of=tuple(sorted(content.made_of)),
        documents=tuple(sorted(content.documents)),
    )


@given(CONTENTS, CONTENTS)
def test_a_difference_leads_from_the_first_content_to_the_second(before: Content, after: Content) -> None:
    found = difference(before, after)
    assert unordered(applied(before, found)) == unordered(after)
    stayed = {part.anchor for part in before.parts} & {part.anchor for part in after.parts}
    was = [part.anchor for part in before.parts if part.anchor in stayed]
    now = [part.anchor for part in after.parts if part.anchor in stayed]
    assert bool(found.order) is (was != now)


@given(CONTENTS)
def test_the_same_content_does_not_differ(content: Content) -> None:
    found = difference(content, content)
    assert not found
    assert (lines(found), summary(found)) == ((), "nothing changed")


@given(CONTENTS, CONTENTS)
def test_a_difference_is_told_alike_each_time(before: Content, after: Content) -> None:
    assert lines(difference(before, after)) == lines(difference(before, after))


@given(PARTS, PARTS)
def test_every_field_that_changed_is_told_once(before: tuple[Part, ...], after: tuple[Part, ...]) -> None:
    for change in difference(replace(WRIST, parts=before), replace(WRIST, parts=after)).parts:
        was = {"title": change.before.title, **dict(change.before.fields)} if change.before else {}
        now = {"title": change.after.title, **dict(change.after.fields)} if change.after else {}
        assert {each.name for each in change.fields} == {
            name for name in was | now if was.get(name) != now.get(name)
        }


def changed(**fields: str) -> Content:
    first = WRIST.parts[0]
    part = replace(first, fields=tuple((name, fields.get(name, text)) for name, text in first.fields))
    return replace(WRIST, parts=(part, *WRIST.parts[1:]))


def test_a_difference_is_summed_up_in_one_line() -> None:
    after = replace(
        changed(clinician="Splint it.", grade="A"),
        sources=(replace(WRIST.sources[0], status="retracted"),),
    )
    assert summary(difference(WRIST, after)) == "1 wording, 1 grade, 1 source changed"
    shorter = replace(WRIST, parts=WRIST.parts[:1], sources=())
    assert summary(difference(WRIST, shorter)) == "1 part, 1 source removed"
    assert summary(difference(WRIST, replace(WRIST, parts=WRIST.parts[::-1]))) == "order changed"
    other = replace(WRIST, made_of=(("version", "2"),))
    assert summary(difference(WRIST, other)) == "nothing that is read changed"


def test_a_difference_is_told_in_lines() -> None:
    after = replace(
        changed(clinician="Splint the wrist for at least 6 weeks.", grade="A"),
        sources=(replace(WRIST.sources[0], status="retracted"),),
    )
    assert [line.text for line in lines(difference(WRIST, after))] == [
        "claim:1 changed: Splints",
        "clinician !number",
        "Splint the wrist for at [-most-]{+least+} 6 weeks.",
        "grade !grade",
        "[-B-]{+A+}",
        "source library/s1 changed: A study",
        "status !status",
        "[-current-]{+retracted+}",
    ]


def test_what_did_not_change_is_told_only_where_it_helps() -> None:
    long = "word " * 100
    line = lines(difference(WRIST, changed(clinician=f"{long}old {long}")))[-1]
    assert line.kind is LineKind.TEXT
    once = changed(clinician=f"{long}old {long}")
    shown = lines(difference(once, changed(clinician=f"{long}new {long}")))[-1].text
    assert "[-old-]{+new+}" in shown
    assert (shown[0], shown[-1]) == ("…", "…")
    assert len(shown) < 160


def test_a_part_that_came_and_one_that_went_are_told() -> None:
    other = replace(WRIST.parts[1], anchor="claim:3")
    found = difference(WRIST, replace(WRIST, parts=(WRIST.parts[0], other)))
    assert [(each.anchor, each.change) for each in found.parts] == [
        ("claim:3", Change.ADDED),
        ("claim:2", Change.REMOVED),
    ]


@pytest.mark.parametrize(
    ("name", "before", "after", "reasons"),
    [
        ("grade", "Weak", "Strong", ("grade",)),
        ("direction", "for", "option", ("direction",)),
        ("applies-when", "age >= 60", "age >= 65", ("criterion", "number")),
        ("clinician", "under 5 mg", "over 5 mg", ("number",)),
        ("clinician", "5 mg", "5 g", ("number",)),
        ("clinician", "fractures of T12", "fractures of L1", ("level",)),
        ("clinician", "use SF-36", "use SF-12", ("number",)),
        ("clinician", "is not recommended", "is recommended", ("negation",)),
        ("clinician", "use drugs, not rest", "use rest, not drugs", ("negation",)),
        ("clinician", "an option (Weak) for", "an option (Strong) for", ("grade",)),
        ("clinician", "splints may be worn", "splints should be worn", ("firmness",)),
        ("clinician", "at most 12 weeks", "≤ 12 wk", ()),
        ("clinician", "a splint at night", "a night splint", ()),
        ("clinician", "not only splints", "splints also", ()),
        ("cites", "s1#a: 5 days", "s1#a: 7 days", ("number",)),
        ("values:2020-01-01", "5 days", "7 days", ("criterion", "number")),
        ("clinician", "5 mg", "5 mg", ()),
    ],
)
def test_what_changes_the_meaning_weighs(
    name: str, before: str, after: str, reasons: tuple[str, ...]
) -> None:
    assert weighty(name, before, after) == reasons


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        ("at most 6 weeks", "more than 6 weeks", "6 wk"),
        ("not more than 6 weeks", "more than 6 weeks", "6 wk"),
        ("under 5 mg", "≥ 5 mg", "5 mg"),
        ("at most 6 weeks", "up to 6 weeks", ""),
        ("at most 6 weeks", "6 weeks", ""),
        ("at least 5 mg and at most 10 mg", "5 to 10 mg", ""),
        ("under 60 years, over 60 years", "over 60 years", ""),
    ],
)
def test_a_limit_that_is_turned_round_is_found(before: str, after: str, turned: str) -> None:
    assert turned_limit(before, after) == turned
