"""What it takes to open a server beyond this machine: TLS, names that it is called by, and accounts."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from citewell.errors import InputError
from citewell.serving.access import ELSEWHERE, ON_LOOPBACK, Access, Rates, Readers
from citewell.serving.limits import rate_of

_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  they are looked for, to ask for a name
_LOCAL = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is asked for. host: where it listens. names: by which it is called besides. readers: None for
    what is usual there. tls: whether it speaks TLS itself; proxied: whether a proxy before it does. limits:
    as KIND=RATE. networks: from where figures may be read, besides this machine.
    """

    host: str
    names: tuple[str, ...] = ()
    readers: Readers | None = None
    tls: bool = False
    proxied: bool = False
    limits: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether others than those at this machine reach it; by a proxy they do, wherever it listens."""
        return self.proxied or not _is_loopback(self.host)


def access_for(opening: Opening, *, accounts: bool, parent: int = 0) -> Access:
    """The terms of a server opened so. accounts: whether anybody has one; parent: as of `Access`.

    Raises InputError for what would lay open what is not meant for everybody.
    """
    if opening.is_wide:
        _check_wide(opening, accounts=accounts)
    usual = Readers.ACCOUNTS if opening.is_wide else Readers.ANYONE
    return Access(
        hosts=(*Access().hosts, *({opening.host} - _EVERYWHERE), *opening.names),
        readers=opening.readers or usual,
        rates=_rates(opening),
        proxied=opening.proxied,
        metrics=(*Access().metrics, *map(_network, opening.networks)),
        elsewhere=opening.is_wide,
        parent=parent,
    )


def _check_wide(opening: Opening, *, accounts: bool) -> None:
    where = "behind a proxy" if opening.proxied else f"at {opening.host}"
    if not (opening.tls or opening.proxied):
        raise InputError(
            f"a server {where} can be reached from elsewhere, where without TLS others read along",
            hint="--ssl-certfile and --ssl-keyfile, or --behind-proxy where a proxy ends TLS",
        )
    if not accounts:
        raise InputError(
            f"a server {where} can be reached from elsewhere, and nobody has an account here",
            hint="citewell user add NAME --role admin",
        )
    if not opening.names and (opening.proxied or opening.host in _EVERYWHERE):
        raise InputError(
            f"by which name is a server {where} called?", hint="--allowed-host citewell.example.org"
        )


def _rates(opening: Opening) -> Rates:
    usual = ELSEWHERE if opening.is_wide else ON_LOOPBACK
    rates = {
        "asking": usual.asking,
        "signing-in": usual.signing_in,
        "hooks": usual.hooks,
        "other": usual.other,
    }
    for limit in opening.limits:
        kind, _, rate = limit.partition("=")
        if kind not in rates:
            raise InputError(f"--limit is KIND=RATE, and {kind[:40]!r} is none of {', '.join(rates)}")
        rate_of(rate)
        rates[kind] = rate
    return Rates(
        asking=rates["asking"],
        signing_in=rates["signing-in"],
        hooks=rates["hooks"],
        other=rates["other"],
    )


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        raise InputError(
            f"--metrics-from is an address or a network, not {text[:40]!r}", hint="10.1.2.0/24"
        ) from None


def _is_loopback(host: str) -> bool:
    try:
        return host == _LOCAL or ip_address(host).is_loopback
    except ValueError:
        return False
