"""A server is opened beyond this machine only where nothing is laid open that is not meant to be."""

import pytest

from citewell.errors import InputError
from citewell.serving.access import ELSEWHERE, ON_LOOPBACK, Readers
from citewell.serving.opening import Opening, access_for


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_on_this_machine_anybody_may_read(host: str) -> None:
    access = access_for(Opening(host=host), accounts=False)
    assert access.readers is Readers.ANYONE
    assert access.rates == ON_LOOPBACK
    assert {"127.0.0.1", "localhost", "::1", host} == set(access.hosts)


@pytest.mark.parametrize(
    ("opening", "accounts", "why"),
    [
        (Opening(host="0.0.0.0"), True, "without TLS"),
        (Opening(host="10.1.2.3"), True, "without TLS"),
        (Opening(host="citewell.example.org"), True, "without TLS"),
        (Opening(host="127.0.0.1.evil.example"), True, "without TLS"),
        (Opening(host="10.1.2.3", tls=True), False, "nobody has an account"),
        (Opening(host="127.0.0.1", proxied=True, names=("x.example",)), False, "nobody has an account"),
        (Opening(host="127.0.0.1", proxied=True), True, "by which name"),
        (Opening(host="::", tls=True), True, "by which name"),
        (Opening(host="127.0.0.1", limits=("asking=often",)), True, "is no rate"),
        (Opening(host="127.0.0.1", limits=("asks=1/minute",)), True, "is none of"),
        (Opening(host="127.0.0.1", networks=("everywhere",)), True, "an address or a network"),
    ],
)
def test_what_would_lay_it_open_is_refused(opening: Opening, accounts: bool, why: str) -> None:
    with pytest.raises(InputError, match=why):
        access_for(opening, accounts=accounts)


def test_elsewhere_readers_need_an_account_unless_told() -> None:
    usual = access_for(Opening(host="10.1.2.3", tls=True), accounts=True)
    assert usual.readers is Readers.ACCOUNTS
    assert usual.rates == ELSEWHERE
    told = Opening(host="0.0.0.0", tls=True, names=("x.example",), readers=Readers.ANYONE)
    access = access_for(told, accounts=True)
    assert access.readers is Readers.ANYONE
    assert "0.0.0.0" not in access.hosts


def test_a_limit_may_be_set() -> None:
    access = access_for(Opening(host="127.0.0.1", limits=("asking=7/hour",)), accounts=False)
    assert (access.rates.asking, access.rates.other) == ("7/hour", ON_LOOPBACK.other)
