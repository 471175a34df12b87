"""The base of all tables: names of constraints, and the column types both databases share."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from desktop_app.core import clock
from desktop_app.core.canonical import canonical_json


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as ISO text in UTC: sorts as time, and reads the same on every database."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else clock.to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else clock.from_text(value)


class Json(TypeDecorator[Any]):
    """A JSON value in canonical form, so that the stored bytes can be hashed again."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else canonical_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the database."""
        return None if value is None else json.loads(value)


Id = Annotated[str, mapped_column(String(36))]
Code = Annotated[str, mapped_column(String(64))]
Hash = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant}  # noqa: RUF012 - read by SQLAlchemy as a class attribute
