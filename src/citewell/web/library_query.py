"""What is asked of the library's pages, read from an address and written into the addresses of links."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from citewell.model.library import SearchFilter
from citewell.model.searching import Order

LONGEST_QUERY = 400
_LONGEST_NAME = 200
_LAST_YEAR = 2999
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryQuery:
    """A search as an address tells it. year_from, year_to: as typed. wrong: what is wrong, by the field."""

    q: str = ""
    type: str = ""
    status: str = ""
    body: str = ""
    year_from: str = ""
    year_to: str = ""
    sort: str = Order.RELEVANCE.value
    page: int = 1
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def only(self) -> SearchFilter:
        """What the search is limited to; a year that is none limits nothing."""
        return SearchFilter(
            type=self.type,
            status=self.status,
            body=self.body,
            year_from=_year(self.year_from) or 0,
            year_to=_year(self.year_to) or 0,
        )

    @property
    def order(self) -> Order:
        """How what is found is sorted."""
        return Order(self.sort)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The filters there are, by the names of facets, in words."""
        years = {
            (True, True): f"{self.year_from}–{self.year_to}",
            (True, False): f"from {self.year_from}",
            (False, True): f"until {self.year_to}",
            (False, False): "",
        }[bool(self.year_from), bool(self.year_to)]
        told = (("type", self.type), ("status", self.status), ("body", self.body), ("years", years))
        return tuple((name, value) for name, value in told if value)

    def to(self, path: str = "/library", *, page: int = 1, sort: str = "") -> str:
        """The address of this search: on another page of it, in another order, or for another path."""
        told = {
            "q": self.q,
            "type": self.type,
            "status": self.status,
            "body": self.body,
            "from": self.year_from,
            "to": self.year_to,
            "sort": sort or self.sort,
            "page": str(page),
        }
        usual = {"sort": Order.RELEVANCE.value, "page": "1"}
        given = {name: value for name, value in told.items() if value and value != usual.get(name)}
        return f"{path}?{urlencode(given)}" if given else path

    def narrowed(self, name: str, value: str = "") -> str:
        """The address of this search with one filter more, or with a filter less where the value is empty."""
        first, _, last = value.partition("-")
        narrowed = {
            "type": replace(self, type=value),
            "status": replace(self, status=value),
            "body": replace(self, body=value),
            "years": replace(self, year_from=first, year_to=last),
        }
        return narrowed[name].to()


def query_of(given: Mapping[str, str]) -> LibraryQuery:
    """The search of an address, whatever stands there: what cannot be used is left out, and said."""
    q = " ".join(given.get("q", "").split())
    wrong = {}
    if len(q) > LONGEST_QUERY:
        wrong["q"] = f"A search takes at most {LONGEST_QUERY} characters; this one has {len(q):,}."
    years = {name: given.get(name, "").strip()[:12] for name in ("from", "to")}
    for name, typed in years.items():
        if typed and _year(typed) is None:
            wrong[name] = "Write a year in four figures, such as 2015."
    sort, page = given.get("sort", ""), given.get("page", "")
    return LibraryQuery(
        q=q[:LONGEST_QUERY],
        type=given.get("type", "")[:_LONGEST_NAME],
        status=given.get("status", "")[:_LONGEST_NAME],
        body=given.get("body", "")[:_LONGEST_NAME],
        year_from=years["from"],
        year_to=years["to"],
        sort=sort if sort in set(Order) else Order.RELEVANCE.value,
        page=number_of(page),
        wrong=wrong,
    )


def number_of(typed: str) -> int:
    """The number of a page; the first, where no number was typed."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(_LAST_PAGE))
    return max(1, int(typed)) if is_number else 1


def _year(typed: str) -> int | None:
    is_year = typed.isascii() and typed.isdigit() and 0 < int(typed[:4]) <= _LAST_YEAR and len(typed) == 4
    return int(typed) if is_year else None
