"""Answers for people: one page model, rendered as a terminal screen, Markdown or HTML."""
