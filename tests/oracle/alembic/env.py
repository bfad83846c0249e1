"""The environment of every case: one connection, which the server has made, and the settings that it was given."""

from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], on_version_apply=attributes["on_version_apply"], **attributes["configure"])
with context.begin_transaction():
    context.run_migrations()
