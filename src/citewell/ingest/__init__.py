"""Bytes → documents: readers of every format, quotable passages, and the recommendations in them."""
