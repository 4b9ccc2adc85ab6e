"""Records ↔ files: what the engine did, append only."""
