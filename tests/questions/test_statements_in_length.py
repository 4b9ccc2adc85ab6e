"""A long text is read in a time that grows with its length, and no faster."""

from time import process_time

from citewell.engine import Engine


def _seconds(engine: Engine, text: str) -> float:
    began = process_time()
    engine.apply(text)
    return process_time() - began


def test_a_text_full_of_facts_does_not_hold_a_server_up(engine: Engine) -> None:
    # Of 4,000 characters, the longest that is read: it took 3.2 s where each statement was held against all.
    assert _seconds(engine, "78 F " * 800) < 1.5
