"""Whether somebody who has signed in may still act, asked within the transaction of what they do."""

from dataclasses import replace

from citewell.errors import Forbidden, NotFound
from citewell.model.accounts import Person
from citewell.storage.register import Books


def present(books: Books, who: Person) -> Person:
    """The person with the roles that their account has now. Raises Forbidden for a disabled account."""
    try:
        user = books.accounts.user(who.name)
    except NotFound:
        raise Forbidden(f"there is no account {who.name!r}") from None
    if user.disabled:
        raise Forbidden(f"the account {who.name!r} is disabled")
    return replace(who, user=user)
