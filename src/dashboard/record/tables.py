"""The two tables of the record, and the triggers by which the database itself refuses a change."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

METADATA = MetaData()
ENTRY = Table(
    "record_entry",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("time", String, nullable=False),
    Column("author", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("meeting", String, nullable=False),
    Column("action", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row an entry."""
SEAL = Table(
    "record_seal",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)
"""One row an entry as well: by it an entry that is gone from the end of the other is missed."""
REFUSAL = "the record is only ever appended to"


def _next(table: str, prefix: str) -> str:
    return f"{prefix}.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM {table})"


def _chain_condition(prefix: str) -> str:
    return (
        f"{prefix}.previous <> coalesce((SELECT hash FROM record_entry"
        f" ORDER BY sequence DESC LIMIT 1), '{'0' * 64}')"
    )


def sqlite_triggers() -> list[str]:
    """The statements that make SQLite refuse UPDATE, DELETE, and an INSERT that is not the next."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    statements = [
        f"CREATE TRIGGER {table.name}_no_{change} BEFORE {change} ON {table.name} {refuse}"
        for table in (ENTRY, SEAL)
        for change in ("UPDATE", "DELETE")
    ]
    # INSERT OR REPLACE takes a row away without asking the trigger of DELETE.
    for table, more in ((ENTRY, f" OR {_chain_condition('NEW')}"), (SEAL, "")):
        statements.append(
            f"CREATE TRIGGER {table.name}_next BEFORE INSERT ON {table.name}"
            f" WHEN {_next(table.name, 'NEW')}{more} {refuse}"
        )
    return statements


def postgresql_triggers() -> list[str]:
    """The same for PostgreSQL, and for TRUNCATE."""
    raising = f"RAISE EXCEPTION '{REFUSAL}';"
    statements = [
        "CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {raising} END $$"
    ]
    for table, more in ((ENTRY, f" OR {_chain_condition('NEW')}"), (SEAL, "")):
        statements += [
            f"CREATE FUNCTION {table.name}_hold_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {_next(table.name, 'NEW')}{more} THEN {raising} END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {table.name}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table.name} FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()",
            f"CREATE TRIGGER {table.name}_next BEFORE INSERT ON {table.name}"
            f" FOR EACH ROW EXECUTE FUNCTION {table.name}_hold_next()",
        ]
    return statements
