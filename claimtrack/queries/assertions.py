"""A few assertions as the rows that sentences are made of: for the echo of a write and for `show`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from claimtrack.ledger.read import bodies
from claimtrack.queries.attribution import AttributionRow
from claimtrack.queries.cast import Cast
from claimtrack.queries.material import load
from claimtrack.queries.names import Names


def attribution_rows(connection: Connection, assertions: Sequence[str]) -> list[AttributionRow]:
    """The rows of these assertions, in the order given, as the desk sees them; those not live are left out."""
    claims = dict.fromkeys(body["claim"] for body in bodies(connection, assertions).values())
    material = load(connection, claims)
    cast = Cast(material, Names(connection, material.sources(), confidential=True), {})
    return [cast.attribution(one) for one in assertions if one in material.assertions]
