"""Evidence → Answer: select what answers, compose it, word it for the reader, verify it."""
