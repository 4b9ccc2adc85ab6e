"""Records of MEDLINE and PubMed as documents (NLM, PubMed DTD of 2024, and MedlineCitationSet before it)."""

import re
from collections.abc import Iterator

from lxml import etree

from citewell.errors import InputError
from citewell.ingest.bibliography import iso_date, listed, short_name, year_in
from citewell.ingest.identity import digest_of, pmid_id
from citewell.ingest.jats_inline import inline, tag_of
from citewell.ingest.passages import passages_of
from citewell.ingest.plain import PlainText
from citewell.ingest.publication_types import type_of
from citewell.ingest.secure_xml import parse
from citewell.model.library import Document, Notice, NoticeKind
from citewell.model.shelves import Refused
from citewell.model.sources import Source, SourceStatus

# `RefType` of CommentsCorrections: what has become of this record, and what it says of another.
_OF_ITSELF = {
    "RetractionIn": NoticeKind.RETRACTED,
    "ExpressionOfConcernIn": NoticeKind.CONCERN,
    "ErratumIn": NoticeKind.CORRECTED,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTED,
    "UpdateIn": NoticeKind.UPDATED,
}
_OF_ANOTHER = {
    "RetractionOf": NoticeKind.RETRACTED,
    "ExpressionOfConcernFor": NoticeKind.CONCERN,
    "ErratumFor": NoticeKind.CORRECTED,
    "CorrectedandRepublishedFrom": NoticeKind.CORRECTED,
    "UpdateOf": NoticeKind.UPDATED,
}
_RETRACTED = "Retracted Publication"
_DOI_IN = re.compile(r"\bdoi:\s*(10\.\S+?)\.?(?=\s|$)", re.IGNORECASE)


def read_medline(data: bytes, *, origin: str) -> Iterator[Document | Refused]:
    """A document for each record of a set, or of a single record.

    A record without a PMID, or with neither title nor abstract, is refused with its place in the set and the
    others go in; so is a book. Raises InputError for what is not XML or holds no records.
    """
    root = parse(data)
    found = False
    for n, record in enumerate([root] if tag_of(root) in _RECORDS else list(root), 1):
        if tag_of(record) in _RECORDS:
            found = True
            try:
                yield _document(record, origin)
            except InputError as fault:
                yield Refused(origin, f"record {n}: {fault.message}")
    if not found:
        raise InputError("holds no MEDLINE records")


_RECORDS = frozenset(("PubmedArticle", "PubmedBookArticle", "MedlineCitation"))


def _document(record: etree._Element, origin: str) -> Document:
    citation = record if tag_of(record) == "MedlineCitation" else record.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        raise InputError("is not a journal article, the only kind that is read")
    pmid = _one(citation, "PMID")
    if not pmid:
        raise InputError("has no PMID")
    plain = PlainText()
    _write_abstracts(citation, plain)
    title = _one(article, "ArticleTitle") or _one(article, "VernacularTitle")
    if not plain.text and title:
        plain.heading("Title", level=0)
        plain.paragraph(title)
    text = plain.text
    if not text:
        raise InputError("has neither a title nor an abstract")
    source = _source(record, citation, article, title, origin)
    return Document(
        source=source,
        digest=digest_of(etree.tostring(record, encoding="utf-8", with_tail=False)),
        text=text,
        passages=passages_of(plain.blocks, text),
        released=_date(article),
        conditions=tuple(
            inline(name) for name in citation.iterfind("MeshHeadingList/MeshHeading/DescriptorName")
        ),
        interventions=tuple(
            dict.fromkeys(inline(name) for name in citation.iterfind("ChemicalList/Chemical/NameOfSubstance"))
        ),
        categories=_types(article),
        licence=_one(article, "Abstract/CopyrightInformation"),
        notices=tuple(_notices(citation, source)),
    )


def _write_abstracts(citation: etree._Element, into: PlainText) -> None:
    """The abstract, with its labelled parts under headings of their own, and other abstracts after it."""
    for abstract in (*citation.iterfind("Article/Abstract"), *citation.iterfind("OtherAbstract")):
        parts = [(part, words) for part in abstract.iterfind("AbstractText") if (words := inline(part))]
        if parts:
            into.heading("Abstract", level=0)
        for part, words in parts:
            if part.get("Label"):
                into.heading(part.get("Label") or "", level=1)
            into.paragraph(words)


def _source(
    record: etree._Element, citation: etree._Element, article: etree._Element, title: str, origin: str
) -> Source:
    pmid, journal, year = _one(citation, "PMID"), _one(article, "Journal/Title"), _date(article)[:4]
    authors = _authors(article)
    retracted = _RETRACTED in _types(article) or _corrections(citation, "RetractionIn")
    return Source(
        id=pmid_id(pmid),
        type=type_of(_types(article), title),
        title=title.removeprefix("[").removesuffix("].") or f"PMID {pmid}",
        body=journal or _one(citation, "MedlineJournalInfo/MedlineTA"),
        short=short_name(authors, year),
        year=int(year or 0),
        status=SourceStatus.RETRACTED if retracted else SourceStatus.NOT_ESTABLISHED,
        authors=listed(authors),
        container=_one(citation, "MedlineJournalInfo/MedlineTA") or journal,
        volume=_one(article, "Journal/JournalIssue/Volume"),
        issue=_one(article, "Journal/JournalIssue/Issue"),
        page=_one(article, "Pagination/MedlinePgn"),
        doi=_doi(record, article),
        pmid=pmid,
        origin=origin,
        interest=_one(citation, "CoiStatement"),
    )


def _types(article: etree._Element) -> tuple[str, ...]:
    return tuple(inline(kind) for kind in article.iterfind("PublicationTypeList/PublicationType"))


def _authors(article: etree._Element) -> list[tuple[str, str]]:
    return [
        (_one(author, "LastName") or _one(author, "CollectiveName"), _one(author, "ForeName"))
        for author in article.iterfind("AuthorList/Author")
    ]


def _doi(record: etree._Element, article: etree._Element) -> str:
    return _one(article, "ELocationID[@EIdType='doi']") or _one(
        record, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']"
    )


def _date(article: etree._Element) -> str:
    """The date of the issue, or of the electronic publication; of "1998 Dec-1999 Jan" the first year."""
    issue = article.find("Journal/JournalIssue/PubDate")
    for date in (issue, article.find("ArticleDate")):
        if date is not None and _one(date, "Year"):
            return iso_date(_one(date, "Year"), _one(date, "Month"), _one(date, "Day"))
    return year_in(_one(issue, "MedlineDate")) if issue is not None else ""


def _corrections(citation: etree._Element, kind: str) -> bool:
    return citation.find(f"CommentsCorrectionsList/CommentsCorrections[@RefType='{kind}']") is not None


def _notices(citation: etree._Element, source: Source) -> Iterator[Notice]:
    """The notices about this record, and those that it is about others, each under the PMID they concern."""
    for correction in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind, printed = correction.get("RefType") or "", _one(correction, "RefSource")
        if kind in _OF_ITSELF:
            date = year_in(printed)
            yield Notice(kind=_OF_ITSELF[kind], pmid=source.pmid, doi=source.doi, date=date, text=printed)
        elif kind in _OF_ANOTHER:
            doi = _DOI_IN.search(printed)
            yield Notice(
                kind=_OF_ANOTHER[kind],
                pmid=_one(correction, "PMID"),
                doi=doi.group(1) if doi else "",
                date=str(source.year or ""),
                text=f"{source.title} {source.container}. PMID {source.pmid}",
            )


def _one(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return inline(found) if found is not None else ""
