"""What the API and the pages have in common: the open engine, who is asking, limits, the words of errors."""
