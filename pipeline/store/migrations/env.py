"""Alembic's entry: runs migrations over the connection that the opener of the store holds."""

from alembic import context

from pipeline.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
