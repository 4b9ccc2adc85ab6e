"""Sources are watched: what fell or changed demotes what rests on it, once, and tells its reviewers."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from builders import pack
from builders import source as source_of
from citewell.config import Settings
from citewell.editorial.audit import faults
from citewell.engine.curating import EditorialDesk
from citewell.engine.sources import GONE, LIBRARY, KnownSources
from citewell.engine.watching import watch, watched
from citewell.model.library import Notice, NoticeKind
from citewell.model.reviews import Action, CitedSource, Content, Status, Subject, SubjectKind, TaskKind
from citewell.model.sources import Finding as Read
from citewell.model.sources import Source, SourceStatus
from citewell.storage.library import Library
from citewell.storage.records import packed
from citewell.storage.register import Register
from editorial_builders import ADA, ARTICLE, BEN, content, verifies
from library_builders import document_of
from standing_builders import approved, submitted, voted

SOURCE = replace(
    source_of("s1"),
    doi="10.1000/Splints",
    pmid="19000001",
    status=SourceStatus.CURRENT,
    findings=(Read(id="r1", text="Splint the wrist.", grade="B"),),
)
PACK = pack(id="hand", sources=(SOURCE,))
RETRACTED = Notice(kind=NoticeKind.RETRACTED, pmid="19000001", date="2026-11-20", text="J Ex 2026;1:1")
CORRECTED = Notice(kind=NoticeKind.CORRECTED, doi="10.1000/splints", date="2026-11-19", text="a table")
CONCERN = Notice(kind=NoticeKind.CONCERN, pmid="19000001", text="raw data are asked for")


@pytest.fixture
def library() -> Library:
    return Library.in_memory()


def resting_on(*sources: CitedSource) -> Content:
    return replace(content(), sources=sources)


def known(library: Library | None = None, *, source: Source = SOURCE) -> KnownSources:
    return KnownSources(packs={"hand": replace(PACK, sources=(source,))}, library=library)


def told(library: Library, *notices: Notice) -> KnownSources:
    library.add_notices(notices)
    return known(library)


def on_the_source(desk: EditorialDesk) -> None:
    """An article that rests on the pack's source, approved."""
    approved(desk, ARTICLE, resting_on(*known().of_pack(PACK)))


def test_nothing_happened_and_nothing_is_found(desk: EditorialDesk, library: Library) -> None:
    on_the_source(desk)
    assert watch(desk, known(library)) == ()
    assert watch(desk, KnownSources()) == ()
    assert desk.dossier(ARTICLE).version.status is Status.APPROVED


@pytest.mark.parametrize("found_by", [RETRACTED, replace(RETRACTED, pmid="", doi="10.1000/SPLINTS")])
def test_a_notice_about_a_packs_source_demotes_what_rests_on_it(
    desk: EditorialDesk, library: Library, found_by: Notice
) -> None:
    on_the_source(desk)
    (finding,) = watch(desk, told(library, found_by))
    assert (finding.kind, finding.demoted) == (TaskKind.SOURCE_FELL, True)
    fallen = desk.dossier(ARTICLE)
    assert fallen.version.status is Status.UNDER_REVIEW
    (task,) = fallen.tasks
    assert task.kind is TaskKind.SOURCE_FELL
    assert task.text == finding.reason == fallen.events[-1].reason
    assert task.text.startswith("s1 (")
    assert "is retracted now; retracted 2026-11-20 J Ex 2026;1:1" in task.text
    assert fallen.events[-1].actor == "system"


@pytest.mark.parametrize("notice", [CORRECTED, CONCERN])
def test_a_correction_or_concern_demotes_too(desk: EditorialDesk, library: Library, notice: Notice) -> None:
    on_the_source(desk)
    (finding,) = watch(desk, told(library, notice))
    assert (finding.kind, finding.demoted) == (TaskKind.SOURCE_CHANGED, True)
    assert notice.text in finding.reason


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        (replace(SOURCE, status=SourceStatus.WITHDRAWN), TaskKind.SOURCE_FELL, "is withdrawn now"),
        (replace(SOURCE, status=SourceStatus.SUPERSEDED), TaskKind.SOURCE_FELL, "is superseded now"),
        (replace(SOURCE, status=SourceStatus.HISTORICAL), TaskKind.SOURCE_CHANGED, "is historical now"),
        (
            replace(SOURCE, findings=(Read(id="r1", text="Splint the wrist.", grade="C"),)),
            TaskKind.SOURCE_CHANGED,
            "its findings were edited",
        ),
        (replace(SOURCE, id="s2"), TaskKind.SOURCE_CHANGED, "is no longer in the pack hand"),
    ],
)
def test_what_a_pack_says_of_its_source_now_is_compared(
    desk: EditorialDesk, source: Source, kind: TaskKind, words: str
) -> None:
    on_the_source(desk)
    (finding,) = watch(desk, known(source=source))
    assert (finding.kind, words in finding.reason) == (kind, True)


def test_what_only_the_editors_of_a_reference_see_is_no_change(desk: EditorialDesk) -> None:
    on_the_source(desk)
    moved = replace(SOURCE, url="https://example.org", line=7, status_note="reaffirmed", short="S 2020")
    assert watch(desk, known(source=moved)) == ()


def test_a_source_that_stands_again_demotes_nothing(desk: EditorialDesk) -> None:
    fell = known(source=replace(SOURCE, status=SourceStatus.RETRACTED))
    approved(desk, ARTICLE, resting_on(*fell.of_pack(fell.packs["hand"])))
    assert watch(desk, known()) == ()


def test_a_document_that_was_replaced_or_taken_out_is_seen(desk: EditorialDesk, library: Library) -> None:
    document = document_of("splints", "Splint the wrist at night.")
    with library.transaction():
        library.add(packed(document))
    cited = known(library).of_document(library.description("splints"))
    assert cited.origin == LIBRARY
    approved(desk, ARTICLE, resting_on(cited))
    assert watch(desk, known(library)) == ()
    assert watch(desk, KnownSources(library=Library.in_memory())) == ()
    newer = document_of("splints", "Splint the wrist by day.")
    with library.transaction():
        assert library.add(packed(newer)) == "replaced"
    (finding,) = watch(desk, known(library))
    assert "a newer version was ingested" in finding.reason
    library.remove("splints")
    assert known(library).now(cited).status == GONE


def test_what_is_known_does_not_hold_up_an_approval_again(desk: EditorialDesk, library: Library) -> None:
    on_the_source(desk)
    (finding,) = watch(desk, told(library, CORRECTED))
    assert watch(desk, known(library)) == ()
    voted(desk, finding.version)
    assert watch(desk, known(library)) == ()
    assert desk.dossier(ARTICLE).version.status is Status.APPROVED
    (again,) = watch(desk, told(library, RETRACTED))
    assert again.kind is TaskKind.SOURCE_FELL
    assert "a table" not in again.reason


def test_reviewers_are_told_while_they_review(desk: EditorialDesk, library: Library) -> None:
    version = submitted(desk, ARTICLE, resting_on(*known().of_pack(PACK)))
    (finding,) = watch(desk, told(library, RETRACTED))
    assert (finding.demoted, finding.version) == (False, version)
    (task,) = desk.dossier(ARTICLE).tasks
    assert "retracted" in task.text
    assert watch(desk, known(library)) == ()
    assert voted(desk, version).status is Status.APPROVED
    assert watch(desk, known(library)) == ()
    assert desk.dossier(ARTICLE).tasks == ()


def test_drafts_are_their_authors_business(desk: EditorialDesk, library: Library) -> None:
    desk.draft(ADA, ARTICLE, resting_on(*known().of_pack(PACK)))
    assert watch(desk, told(library, RETRACTED)) == ()


def test_all_that_rests_on_a_source_falls(desk: EditorialDesk, library: Library) -> None:
    other = Subject(SubjectKind.RECOMMENDATION, "hand/splint")
    for subject in (ARTICLE, other):
        approved(desk, subject, resting_on(*known().of_pack(PACK)))
    approved(desk, Subject(SubjectKind.ARTICLE, "else"), content())
    found = watch(desk, told(library, RETRACTED))
    assert [finding.version.subject for finding in found] == [ARTICLE, other]


def test_words_of_others_are_told_on_one_line_of_bounded_length(
    desk: EditorialDesk, library: Library
) -> None:
    many = tuple(replace(SOURCE, id=f"s{n}", title="T" * 900 + "\x00\x1b[2J\n") for n in range(9))
    wide = KnownSources(packs={"hand": replace(PACK, sources=many)})
    approved(desk, ARTICLE, resting_on(*wide.of_pack(wide.packs["hand"])))
    library.add_notices([replace(RETRACTED, text="<b>'; drop table events; --\x00\n" * 90)])
    (finding,) = watch(desk, replace(wide, library=library))
    assert finding.reason.isprintable()
    assert len(finding.reason) < 4_000
    assert finding.reason.endswith("; and 4 more")
    with desk.register.reading() as books:
        assert list(faults(books.chain.events(), head=books.chain.head(), verifies=verifies)) == []


def test_the_chain_tells_what_was_seen(desk: EditorialDesk, library: Library) -> None:
    on_the_source(desk)
    watch(desk, told(library, RETRACTED))
    event = desk.dossier(ARTICLE).events[-1]
    assert event.action == Action.DEMOTE
    assert event.detail == (
        '{"sources":{"hand s1":["retracted","notice retracted 2026-11-20 J Ex 2026;1:1"]}}'
    )


@pytest.mark.parametrize("is_approved", [True, False])
def test_of_several_who_watch_at_once_one_puts_it_down(
    desk: EditorialDesk, library: Library, *, is_approved: bool
) -> None:
    version = submitted(desk, ARTICLE, resting_on(*known().of_pack(PACK)))
    if is_approved:
        voted(desk, version)
    fell = known(source=replace(SOURCE, status=SourceStatus.RETRACTED))
    with ThreadPoolExecutor(6) as watchers:
        found = list(watchers.map(lambda _: watch(desk, fell), range(6)))
    assert sum(map(len, found)) == 1
    assert len(desk.dossier(ARTICLE).tasks) == 1


def test_a_reviewer_who_was_before_the_watch_has_decided(desk: EditorialDesk, library: Library) -> None:
    version = submitted(desk, ARTICLE, resting_on(*known().of_pack(PACK)))
    desk.act(BEN, Action.REQUEST_CHANGES, ARTICLE, seen=version.revision, reason="Which wrist?")
    assert watch(desk, told(library, RETRACTED)) == ()


def test_no_register_is_made_by_watching(settings: Settings, tmp_path: Path, database_url: str) -> None:
    def never() -> str:
        raise AssertionError

    assert watched(replace(settings, home=tmp_path), now=never) == ()
    assert list(tmp_path.iterdir()) == []
    assert watched(replace(settings, home=tmp_path, database=database_url), now=never) == ()
    with closing(Register.open(database_url, upgrade=False)) as untouched:
        assert untouched.form == ""
