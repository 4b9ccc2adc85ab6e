"""Articles in JATS (ANSI/NISO Z39.96, and the NLM journal DTDs before it) as documents."""

from collections.abc import Iterator

from lxml import etree

from citewell.errors import InputError
from citewell.ingest.bibliography import iso_date, listed, short_name
from citewell.ingest.identity import digest_of, doi_id, file_id, pmid_id
from citewell.ingest.jats_body import write_part
from citewell.ingest.jats_inline import inline, tag_of
from citewell.ingest.passages import passages_of
from citewell.ingest.plain import PlainText
from citewell.ingest.publication_types import type_of
from citewell.ingest.secure_xml import parse
from citewell.model.library import Document, Notice, NoticeKind
from citewell.model.sources import Source, SourceStatus, SourceType

_HREF = "{http://www.w3.org/1999/xlink}href"
# What `related-article-type` says of the other article, and of this one (JATS 1.3, recommended values).
_OF_THE_OTHER = {
    "retracted-article": NoticeKind.RETRACTED,
    "object-of-concern": NoticeKind.CONCERN,
    "corrected-article": NoticeKind.CORRECTED,
    "updated-article": NoticeKind.UPDATED,
}
_OF_ITSELF = {
    "retraction-forward": NoticeKind.RETRACTED,
    "expression-of-concern": NoticeKind.CONCERN,
    "correction-forward": NoticeKind.CORRECTED,
    "update": NoticeKind.UPDATED,
}
_DATES = ("epub", "pub", "electronic", "epub-ppub", "collection", "ppub", "print")


def read_jats(data: bytes, *, origin: str) -> Document:
    """The article with its abstract, body and back matter as sections.

    Raises InputError for what is not an article, or holds no words.
    """
    root = parse(data)
    front = _front(root)
    plain = PlainText()
    for part in _parts(root, front):
        write_part(part, plain)
    text = plain.text
    if not text:
        raise InputError("the article has no text")
    source = _source(root, front, origin)
    return Document(
        source=source,
        digest=digest_of(data),
        text=text,
        passages=passages_of(plain.blocks, text),
        released=_date(front),
        categories=_categories(front),
        licence=_licence(front),
        notices=tuple(_notices(front, source)),
    )


def _front(root: etree._Element) -> etree._Element:
    front = root.find("front")
    if tag_of(root) != "article" or front is None or front.find("article-meta") is None:
        raise InputError("is no JATS article: it has no article/front/article-meta")
    return front


def _parts(root: etree._Element, front: etree._Element) -> Iterator[etree._Element]:
    for name in ("article-meta/abstract", "article-meta/trans-abstract"):
        yield from front.iterfind(name)
    yield from root.iterfind("body")
    for back in root.iterfind("back"):
        yield from (part for part in back if tag_of(part))


def _source(root: etree._Element, front: etree._Element, origin: str) -> Source:
    meta = front.find("article-meta")
    doi, pmid = _article_id(front, "doi"), _article_id(front, "pmid")
    title, authors = _one(front, "article-meta/title-group/article-title"), _authors(front)
    year = _date(front)[:4]
    status = SourceStatus.NOT_ESTABLISHED
    if _forward(front, "retraction-forward"):
        status = SourceStatus.RETRACTED
    return Source(
        id=doi_id(doi) if doi else pmid_id(pmid) if pmid else file_id(origin),
        type=_type(root, front, title),
        title=title or "Untitled",
        body=_one(front, "journal-meta//journal-title") or _one(front, "journal-meta//publisher-name"),
        short=short_name(authors, year),
        year=int(year or 0),
        status=status,
        authors=listed(authors),
        container=_one(front, "journal-meta//journal-title"),
        volume=_text(meta, "volume"),
        issue=_text(meta, "issue"),
        page="–".join(filter(None, (_text(meta, "fpage"), _text(meta, "lpage"))))
        or _text(meta, "elocation-id"),
        doi=doi,
        pmid=pmid,
        origin=origin,
        interest=" ".join(inline(note) for note in front.iterfind(".//fn[@fn-type='conflict']/p")),
    )


def _type(root: etree._Element, front: etree._Element, title: str) -> SourceType:
    return type_of([root.get("article-type") or "", *_categories(front, kind="heading")], title)


def _categories(front: etree._Element, *, kind: str = "") -> tuple[str, ...]:
    """The subjects of the article, each once; of one kind of group where that is named."""
    group = f"[@subj-group-type='{kind}']" if kind else ""
    subjects = front.iterfind(f"article-meta/article-categories/subj-group{group}")
    return tuple(dict.fromkeys(inline(found) for group in subjects for found in group.iter("subject")))


def _authors(front: etree._Element) -> list[tuple[str, str]]:
    """Family and given names; a group of authors has its whole name as the first."""
    authors = []
    for contributor in front.iterfind("article-meta/contrib-group/contrib"):
        if contributor.get("contrib-type", "author") == "author":
            name = contributor.find(".//name")
            group = contributor.find("collab")
            if name is not None:
                authors.append((_text(name, "surname"), _text(name, "given-names")))
            elif group is not None:
                authors.append((group.text or inline(group), ""))
    return [(" ".join(family.split()), given) for family, given in authors]


def _date(front: etree._Element) -> str:
    """The date of publication, as far as it is printed; the electronic one where there are several."""
    dates = list(front.iterfind("article-meta/pub-date"))

    def rank(date: etree._Element) -> int:
        kind = date.get("pub-type") or date.get("publication-format") or date.get("date-type") or ""
        return _DATES.index(kind) if kind in _DATES else len(_DATES)

    for date in sorted(dates, key=rank):
        if found := iso_date(_text(date, "year"), _text(date, "month"), _text(date, "day")):
            return found
    return ""


def _licence(front: etree._Element) -> str:
    lines = front.iterfind("article-meta/permissions/license")
    text = " ".join(inline(line) for line in lines)
    return text or _one(front, "article-meta/permissions/copyright-statement")


def _notices(front: etree._Element, source: Source) -> Iterator[Notice]:
    for related in front.iterfind("article-meta/related-article"):
        kind, href = related.get("related-article-type") or "", related.get(_HREF) or ""
        doi = (
            href.removeprefix("info:doi/").removeprefix("https://doi.org/").removeprefix("http://dx.doi.org/")
        )
        date, name = _date(front), f"{source.title}. {source.container}. doi:{source.doi}"
        pmid = doi if related.get("ext-link-type") == "pmid" else ""
        if kind in _OF_THE_OTHER and doi:
            yield Notice(kind=_OF_THE_OTHER[kind], doi="" if pmid else doi, pmid=pmid, date=date, text=name)
        elif kind in _OF_ITSELF:
            yield Notice(kind=_OF_ITSELF[kind], doi=source.doi, pmid=source.pmid, text=inline(related) or doi)


def _forward(front: etree._Element, kind: str) -> bool:
    return front.find(f"article-meta/related-article[@related-article-type='{kind}']") is not None


def _article_id(front: etree._Element, kind: str) -> str:
    return _one(front, f"article-meta/article-id[@pub-id-type='{kind}']")


def _one(front: etree._Element, path: str) -> str:
    found = front.find(path)
    return inline(found) if found is not None else ""


def _text(element: etree._Element | None, name: str) -> str:
    found = element.find(name) if element is not None else None
    return inline(found) if found is not None else ""
