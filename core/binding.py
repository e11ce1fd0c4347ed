"""Inserts that take columns from another row and are bound by name for the rest; built once, run often."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    Insert,
    String,
    bindparam,
    insert,
    literal,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.models import Base


def insert_from(
    table: type[Base],
    columns: Mapping[str, Any],
    *,
    only: ColumnElement[bool] | None = None,
    locking: type[Base] | None = None,
) -> Insert:
    """Return an insert of one row for each row that the columns come from; of one where they come from none.

    Args:
        columns: name → column of another row, or a value, bound or not; those that a model fills in too.
        only: the condition under which a row is inserted.
        locking: whose row the condition looks at: it is locked first, and looked at as it is then.
    """
    types = table.__table__.c
    values = [_value(value, types[name].type) for name, value in columns.items()]
    rows = select(*values) if only is None else select(*values).where(only)
    rows = rows if locking is None else rows.with_for_update(of=locking)
    return insert(table).from_select(list(columns), rows)


def bound(table: type[Base], prefix: str, names: Iterable[str]) -> dict[str, BindParameter[Any]]:
    """Return a value to be given for each of these columns; `named` gives them.

    Args:
        prefix: keeps columns of the same name in several tables apart.
    """
    types = table.__table__.c
    return {name: bindparam(f"{prefix}_{name}", type_=types[name].type) for name in names}


def named(prefix: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return column → value as the values of `bound`."""
    return {f"{prefix}_{name}": value for name, value in values.items()}


def one_of(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that an id is one of a list, which is given as one value however long it is.

    Args:
        name: what the list is bound by.
    """
    return _OneOf(column, bindparam(name, type_=Ids()))


class Ids(TypeDecorator[list[int]]):
    """A list of ids as one value."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else json.dumps(value)


class _OneOf(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


@compiles(_OneOf, "postgresql")
def _in_array(element: _OneOf, compiler: Any, **more: Any) -> str:
    column, ids = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY ({ids})"


@compiles(_OneOf)
def _in_json(element: _OneOf, compiler: Any, **more: Any) -> str:
    column, ids = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - what was compiled


def _value(value: Any, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    if isinstance(value, ColumnElement):
        return value
    bare = literal(value, kind)
    # what never changes stands in the statement, and need not be sent with it each time
    return (
        literal_column(str(bare.compile(compile_kwargs=_PLAIN)), kind) if isinstance(value, _WORDS) else bare
    )


_PLAIN, _WORDS = {"literal_binds": True}, (str, int)
