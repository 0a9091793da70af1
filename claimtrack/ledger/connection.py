"""The type of a connection, for the floors above that hand one on without owning the database."""

from sqlalchemy.engine import Connection

__all__ = ["Connection"]
