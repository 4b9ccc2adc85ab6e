"""A whole HTML page: what its head says of it, and its content without the furniture of the site."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from citewell.ingest.markup import parsed, write_element
from citewell.ingest.plain import PlainText, spaced

_FURNITURE = ("script", "style", "nav", "template", "noscript", "aside", "iframe")
_OUTSIDE = ("header", "footer")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What a page's head says; `meta` has every named value in order, its names in lower case."""

    title: str
    meta: Mapping[str, tuple[str, ...]]

    def said(self, *names: str) -> str:
        """The first value of the first of these names that has one, else nothing."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")


def read_html_page(html: str, into: PlainText) -> PageHead:
    """Write a page's content as blocks (see `markup.write_html`) and give what its head says.

    The content is the page's <main>, else its only <article>, else its body; navigation, scripts and the
    site's header and footer are left out. Raises InputError for HTML that is nested too deep.
    """
    root = parsed(html)
    head = _head(root)
    content = _content(root)
    for element in list(content.iter(*_FURNITURE)):
        element.drop_tree()
    if content.tag == "body":
        for element in list(content.iter(*_OUTSIDE)):
            element.drop_tree()
    write_element(content, into, level=0)
    return head


def _head(root: HtmlElement) -> PageHead:
    meta: dict[str, tuple[str, ...]] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        value = spaced(element.get("content") or "")
        if name and value:
            meta[name] = (*meta.get(name, ()), value)
    title = root.find(".//head/title")
    printed = spaced(title.text_content()) if title is not None else ""
    return PageHead(title=printed, meta=meta)


def _content(root: HtmlElement) -> HtmlElement:
    main = root.find(".//main")
    if main is not None:
        return main
    articles = root.findall(".//article")
    if len(articles) == 1:
        return articles[0]
    body = root.find("body")
    return root if body is None else body
