"""The HTTP API under /api/v1: JSON in, JSON out, every error as problem details."""
