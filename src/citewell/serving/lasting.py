"""What is made once and lives as long as the process: the collector is kept from walking through it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# An answer makes some ten thousand objects that die by themselves; a long run still meets a collection.
_RARE_COLLECTIONS = 200_000


@contextmanager
def lasting() -> Iterator[None]:
    """What is made inside, and what was there before, is not looked through for garbage any more.

    The records of an open engine number some ten thousand: walking through them while they are made costs a
    twentieth of a second, and later a pause in the middle of an answer (`gc.freeze` of the standard library).
    What of them is let go is freed all the same, as long as it does not refer to itself.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_RARE_COLLECTIONS)
        gc.enable()
