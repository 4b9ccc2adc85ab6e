"""A question's words → ranked documents and passages of the library."""
