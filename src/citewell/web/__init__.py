"""The pages: rendered on the server from the engine's records, whole without scripts."""
