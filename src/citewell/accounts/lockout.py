"""Guessing passwords made slow: an account is locked after some failures, an origin is held back after many.

NIST SP 800-63B, rate limiting, with waiting times that grow; OWASP Authentication Cheat Sheet, lock-out. All
of it follows from the failed attempts alone, which are forgotten when somebody signs in.
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from citewell.model.accounts import SignInPolicy
from citewell.text.moments import later

# So many reach past any longest lock that is a number of hours.
_MOST_DOUBLINGS = 16


def counted_as(name: str, *, known: bool) -> str:
    """By which name attempts are counted.

    What was typed as the name of no account may be a password typed in the wrong place: of it only 16 bits
    of a digest are kept, enough that guessing at names meets the same locks as guessing at passwords.
    """
    return name if known else "?" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:4]


def locked_until(failures: Iterable[str], *, policy: SignInPolicy) -> str:
    """Until when an account is locked after these failures, "" when it never was.

    failures: times of failed attempts since the last success, in any order. Each time that `attempts` of them
    fall into the window after the last lock, there is another, twice as long.
    """
    window = timedelta(minutes=policy.window_minutes)
    recent: list[str] = []
    until, locks = "", 0
    for at in sorted(failures):
        recent = [each for each in recent if later(each, window) > at] + [at]
        if len(recent) >= policy.attempts:
            until, locks, recent = later(at, _wait(locks, policy)), locks + 1, []
    return until


def held_back_until(failures: Iterable[str], *, at: str, policy: SignInPolicy) -> str:
    """Until when an origin is held back, "" when it may try: for `origin_attempts` in a window.

    failures: times of failed attempts from the origin.
    """
    window = timedelta(minutes=policy.window_minutes)
    recent = sorted(each for each in failures if later(each, window) > at)
    if len(recent) < policy.origin_attempts:
        return ""
    return later(recent[-policy.origin_attempts], window)


def window_began(*, at: str, policy: SignInPolicy) -> str:
    """When the window began that ends now."""
    return later(at, -timedelta(minutes=policy.window_minutes))


def forgotten_before(*, at: str, policy: SignInPolicy) -> str:
    """Attempts older than this have no effect any more: no lock, window or doubling reaches further."""
    return later(at, -2 * _longest(policy) - timedelta(minutes=policy.window_minutes))


def _wait(locks: int, policy: SignInPolicy) -> timedelta:
    doublings: int = 2 ** min(locks, _MOST_DOUBLINGS)
    return min(timedelta(minutes=policy.lock_minutes) * doublings, _longest(policy))


def _longest(policy: SignInPolicy) -> timedelta:
    """Waiting doubles up to here: nobody is locked out for good by somebody else's guesses."""
    return timedelta(hours=policy.longest_lock_hours)
