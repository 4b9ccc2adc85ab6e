import pytest

from citewell.errors import InputError
from citewell.ingest.medline import read_medline
from citewell.model.library import Document, NoticeKind
from citewell.model.shelves import Refused
from citewell.model.sources import SourceStatus, SourceType


def record(
    *,
    pmid="123",
    types="",
    corrections="",
    abstract="<AbstractText>Rest did harm.</AbstractText>",
    title="Rest.",
):
    kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in ["Journal Article", *types])
    return f"""<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal><JournalIssue>
    <Volume>7</Volume><PubDate><Year>2011</Year><Month>Feb</Month></PubDate></JournalIssue>
    <Title>Journal of Rest</Title>
    </Journal><ArticleTitle>{title}</ArticleTitle><ELocationID EIdType="doi">10.5555/r.1</ELocationID>
    <Abstract>{abstract}</Abstract><AuthorList><Author><LastName>Dahl</LastName>
    <ForeName>Anna B</ForeName></Author>
    </AuthorList><PublicationTypeList>{kinds}</PublicationTypeList></Article><MeshHeadingList><MeshHeading>
    <DescriptorName>Back Pain</DescriptorName></MeshHeading></MeshHeadingList>
    <CommentsCorrectionsList>{corrections}</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"""


def read(*records):
    return list(
        read_medline(f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode(), origin="m.xml")
    )


def test_a_record_says_what_it_is():
    (document,) = read(record())

    source = document.source
    assert (source.id, source.pmid, source.doi) == ("pmid-123", "123", "10.5555/r.1")
    assert (source.title, source.body, source.short) == ("Rest.", "Journal of Rest", "Dahl 2011")
    assert (source.year, document.released, source.authors) == (2011, "2011-02", "Dahl AB")
    assert (document.conditions, source.status) == (("Back Pain",), SourceStatus.NOT_ESTABLISHED)
    assert document.text == "Abstract\nRest did harm.\n"


def test_labelled_parts_of_the_abstract_stand_under_their_labels():
    parts = (
        '<AbstractText Label="METHODS">10<sup>2</sup> people.</AbstractText>'
        "<AbstractText>More.</AbstractText>"
    )
    (document,) = read(record(abstract=parts))

    assert document.text == "Abstract\nMETHODS\n10² people.\nMore.\n"


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["Meta-Analysis", "Review"], SourceType.SYSTEMATIC_REVIEW),
        (["Randomized Controlled Trial"], SourceType.TRIAL),
        (["Practice Guideline"], SourceType.GUIDELINE),
        (["Observational Study"], SourceType.COHORT),
        (["Review"], SourceType.REVIEW),
    ],
)
def test_publication_types_give_the_type_of_source(types, expected):
    assert read(record(types=types))[0].source.type is expected


def correction(kind):
    return (
        f'<CommentsCorrections RefType="{kind}"><RefSource>Rest J. 2015;3(1):9. doi: 10.5555/n.2.</RefSource>'
        '<PMID Version="1">456</PMID></CommentsCorrections>'
    )


@pytest.mark.parametrize(
    ("reference", "kind", "pmid"),
    [
        ("RetractionIn", NoticeKind.RETRACTED, "123"),
        ("RetractionOf", NoticeKind.RETRACTED, "456"),
        ("ErratumIn", NoticeKind.CORRECTED, "123"),
        ("UpdateIn", NoticeKind.UPDATED, "123"),
        ("ExpressionOfConcernIn", NoticeKind.CONCERN, "123"),
        ("ExpressionOfConcernFor", NoticeKind.CONCERN, "456"),
    ],
)
def test_a_correction_is_a_notice_on_the_record_it_concerns(reference, kind, pmid):
    (notice,) = read(record(corrections=correction(reference)))[0].notices

    assert (notice.kind, notice.pmid) == (kind, pmid)


def test_a_notice_on_itself_has_the_notices_own_citation_and_year():
    (notice,) = read(record(corrections=correction("RetractionIn")))[0].notices

    assert (notice.text, notice.date, notice.doi) == (
        "Rest J. 2015;3(1):9. doi: 10.5555/n.2.",
        "2015",
        "10.5555/r.1",
    )


def test_a_comment_is_no_notice():
    assert read(record(corrections=correction("CommentIn")))[0].notices == ()


@pytest.mark.parametrize(
    "retracted", [{"types": ["Retracted Publication"]}, {"corrections": correction("RetractionIn")}]
)
def test_a_retracted_publication_has_that_status(retracted):
    assert read(record(**retracted))[0].source.status is SourceStatus.RETRACTED


def test_a_bad_record_is_refused_with_its_place_and_the_rest_go_in():
    bad, empty = record(pmid=""), record(abstract="", title="")
    found = read(record(), bad, "<PubmedBookArticle/>", empty, record(pmid="124"))

    assert [one.source.id for one in found if isinstance(one, Document)] == ["pmid-123", "pmid-124"]
    assert [one.reason.split(":")[0] for one in found if isinstance(one, Refused)] == [
        "record 2",
        "record 3",
        "record 4",
    ]


def test_a_record_without_an_abstract_has_its_title_as_text():
    assert read(record(abstract=""))[0].text == "Title\nRest.\n"


def test_the_digest_is_that_of_the_record_and_not_of_the_file():
    alone, (_, together) = read(record()), read(record(pmid="9"), record())

    assert alone[0].digest == together.digest


def test_a_set_without_records_is_refused():
    with pytest.raises(InputError, match="no MEDLINE records"):
        read()
