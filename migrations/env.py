"""Runs the revisions on the connection that claimtrack hands over, or, for developers, on the URL of `-x db=`."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from claimtrack.ledger.store.engine import Location, make_engine, writing
from claimtrack.safe_files import make_private_file


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=None, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    where = context.get_x_argument(as_dictionary=True).get("db", "claims.db")
    location = Location.read(where)
    if location.path is not None:
        make_private_file(location.path)
    engine = make_engine(location)
    with writing(engine) as opened:
        _run(opened)
