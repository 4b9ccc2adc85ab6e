"""The suites, each in a module of its kind; `catalogue` lists them."""
