"""Measures of the engine, taken through the same calls that serve readers."""
