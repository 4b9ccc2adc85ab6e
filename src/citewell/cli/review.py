"""`citewell review`: the editorial desk. Each command is imported when it is called."""

import click

from citewell.cli.groups import LazyGroup

_COMMANDS = {
    "queue": ("citewell.cli.review_queue:queue", "What waits for you, and until when."),
    "list": ("citewell.cli.review_list:list_versions", "Every version there is, by status."),
    "show": ("citewell.cli.review_show:show", "A version: status, text, comments, history."),
    "diff": ("citewell.cli.review_diff:diff", "What differs between versions, word by word."),
    "draft": ("citewell.cli.review_submit:draft", "Begin a version, or put a draft right."),
    "edit": ("citewell.cli.review_edit:edit", "Word a claim of an article otherwise."),
    "submit": ("citewell.cli.review_submit:submit", "Hand content in for review."),
    "withdraw": ("citewell.cli.review_acts:withdraw", "Take your own work back."),
    "take": ("citewell.cli.review_acts:take", "Begin the review of others' work."),
    "comment": ("citewell.cli.review_comment:comment", "Comment on a part, or suggest other words."),
    "close": ("citewell.cli.review_comment:close", "Close a comment or suggestion."),
    "approve": ("citewell.cli.review_acts:approve", "Approve what you have read, and sign it."),
    "request-changes": ("citewell.cli.review_acts:request_changes", "Ask for changes, with the reason."),
    "reopen": ("citewell.cli.review_acts:reopen", "Take an approval back, with the reason."),
    "retire": ("citewell.cli.review_acts:retire", "Take content out for good, with the reason."),
    "watch": ("citewell.cli.review_watch:watch", "Look whether cited sources fell or changed."),
    "conflict": ("citewell.cli.review_conflict:conflict", "Declare interests, list and end them."),
    "policy": ("citewell.cli.review_policy:policy", "The editorial policy, as a page."),
    "audit": ("citewell.cli.review_audit:audit", "What was done, proved: list, verify, anchor, export."),
}


@click.group(
    cls=LazyGroup,
    lazy=_COMMANDS,
    epilog="""\b
Examples:
  citewell review submit pack:vertebral-fracture
  citewell review queue
  citewell review approve pack:vertebral-fracture --seen 2
""",
)
def review() -> None:
    """The editorial desk: submitted, under review, approved; signed and audited.

    A SUBJECT is pack:ID, recommendation:PACK/ID or article:NAME.
    """
