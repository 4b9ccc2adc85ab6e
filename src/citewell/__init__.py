"""Citewell: clinical answers in which every sentence is cited."""

__all__ = ["__version__"]

__version__ = "0.1.0"
