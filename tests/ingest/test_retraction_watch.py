import pytest

from citewell.errors import InputError
from citewell.ingest.retraction_watch import read_notices
from citewell.model.library import Notice, NoticeKind

HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,"
    "RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes"
)


def row(*, nature="Retraction", doi="10.5555/REST", pmid="123", date="8/31/2020 0:00"):
    return (
        f'1,"Rest, again",S,I,Journal of Rest,P,C,A,,Article,{date},10.5555/n,0,1/1/2019 0:00,{doi},'
        f"{pmid},{nature},"
        "+Error in Data;+Unreliable Results;,No,"
    )


def read(*rows, header=HEADER):
    return read_notices("\n".join([header, *rows]).encode("utf-8-sig"), origin="rw.csv")


def test_a_row_is_a_notice_on_the_original_paper():
    notices, refused = read(row())

    assert refused == ()
    assert notices == (
        Notice(
            kind=NoticeKind.RETRACTED,
            pmid="123",
            doi="10.5555/rest",
            date="2020-08-31",
            text=(
                "Retraction. Journal of Rest. doi:10.5555/n. "
                "Reasons: Error in Data; Unreliable Results. Retraction Watch"
            ),
        ),
    )


@pytest.mark.parametrize(
    ("nature", "kinds"),
    [
        ("Expression of concern", [NoticeKind.CONCERN]),
        ("Correction", [NoticeKind.CORRECTED]),
        ("Reinstatement", []),
    ],
)
def test_the_nature_gives_the_kind(nature, kinds):
    assert [notice.kind for notice in read(row(nature=nature))[0]] == kinds


@pytest.mark.parametrize(("doi", "pmid"), [("unavailable", "123"), ("10.5555/rest", "0")])
def test_one_identifier_is_enough(doi, pmid):
    assert len(read(row(doi=doi, pmid=pmid))[0]) == 1


def test_a_malformed_row_is_refused_with_its_line_and_the_rest_go_in():
    notices, refused = read(row(doi="", pmid="0"), row(), row(nature="Rumour"), "1,2", row(date="soon"))

    assert [notice.date for notice in notices] == ["2020-08-31", ""]
    assert [one.reason.split(":")[0] for one in refused] == ["line 2", "line 4", "line 5"]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_another_file_is_refused(data):
    with pytest.raises(InputError, match="no Retraction Watch CSV"):
        read_notices(data, origin="x.csv")
