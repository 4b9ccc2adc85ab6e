"""Where calls of the hook services are let in, and where is put down what became of cards."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock

from anyio import CapacityLimiter

from citewell.config import Settings
from citewell.engine.hook_writing import OVERRIDE_REASONS
from citewell.model.hooks import CardFeedback
from citewell.serving.hook_issuers import read_issuers
from citewell.serving.hook_tokens import TokenRefused, bearer_of, believed
from citewell.storage.hook_feedback import HookFeedback
from citewell.storage.seen_tokens import SeenTokens
from citewell.text.moments import as_text

# Beside one large call a small one gets through.
_PLACES = 2


class HookDesk:
    """Made once in a process; safe to share between threads."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime]) -> None:
        """Raises as `read_issuers`, and OSError where it cannot be put down which tokens came."""
        self._settings = settings
        self._clock = clock
        named = settings.hooks.issuers
        self._issuers = read_issuers(named) if named else {}
        # Now, not with the first call: what stands in the way is told to the operator who starts the server.
        self._seen = SeenTokens(settings.seen_tokens) if self._issuers else None
        self._feedback: HookFeedback | None = None
        self._opening = Lock()
        # Who answers a call waits here for a place, and keeps no thread from others meanwhile: a body of
        # 5 MB takes much memory and some time, and more at once would be read no faster.
        self.places = CapacityLimiter(_PLACES)

    def caller(self, authorization: str, *, address: str, elsewhere: bool) -> str:
        """The issuer of a call's token. Where no issuer is named, "" is enough on this machine.

        address: what was called. elsewhere: whether others than those at this machine reach the server.
        Raises TokenRefused.
        """
        if self._seen is None and not elsewhere:
            return ""
        if self._seen is None:
            raise TokenRefused(
                "nobody is known here whose calls are believed",
                hint="the operator names them: CITEWELL_HOOKS_ISSUERS",
            )
        at = int(self._clock().timestamp())
        found = believed(bearer_of(authorization), self._issuers, audience=address, at=at)
        if not self._seen.is_first(found.name, until=found.until, at=at):
            raise TokenRefused(
                "the token was brought before", hint="each call takes a new one, with a jti of its own"
            )
        return found.issuer

    def keep(self, feedback: Sequence[CardFeedback], *, service: str, issuer: str) -> None:
        """Put down what became of cards. Raises OSError where that cannot be."""
        with self._opening:
            if self._feedback is None:
                self._feedback = HookFeedback(
                    self._settings.hook_feedback,
                    reasons=OVERRIDE_REASONS,
                    comments=self._settings.hooks.comments,
                )
        self._feedback.record(feedback, service=service, issuer=issuer, received=as_text(self._clock()))
