"""Alembic's way in: migrations run on the connection that `storage.migrating` hands over."""

from alembic import context

from citewell.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
