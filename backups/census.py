"""The number of rows and a SHA-256 of each table, for comparing two databases."""

from collections.abc import Mapping
from typing import TypedDict

from django.db import connection

# The text of a value must not depend on the settings of the connection.
SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "row_security": "off",  # raise an error instead of hiding rows
}

# What protects the rows, by name only: PostgreSQL changes the wording of a rule when it is dumped.
RULES = {
    "all columns": """
        SELECT table_name, column_name, data_type, is_nullable, is_generated FROM information_schema.columns
        WHERE table_schema = 'public'""",
    "all constraints": "SELECT conrelid::regclass, conname, contype FROM pg_constraint WHERE connamespace = {public}",
    "all indexes": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
    "all triggers": "SELECT tgrelid::regclass, tgname, tgenabled, tgtype FROM pg_trigger WHERE NOT tgisinternal",
    "all functions": """
        SELECT p.oid::regprocedure, prosecdef, provolatile, proconfig, prosrc,
            has_function_privilege(r.oid, p.oid, 'EXECUTE')
        FROM pg_proc p, pg_roles r WHERE pronamespace = {public} AND r.rolname = 'newsroom_visitor'""",
    "all views": "SELECT relname, reloptions FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = {public}",
    "all policies": "SELECT tablename, policyname, permissive, roles, cmd FROM pg_policies WHERE schemaname = 'public'",
    "all row security": """
        SELECT oid::regclass, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relnamespace = {public} AND relkind = 'r'""",
    "all rights of visitors": """
        SELECT table_name, column_name, privilege_type FROM information_schema.role_column_grants
        WHERE grantee = 'newsroom_visitor'""",
    "all sequences": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
}


class Count(TypedDict):
    """The count of a table, or of the rules of one kind."""

    rows: int
    sha256: str  # of all rows


HASHED = """
SELECT count(*), encode(sha256(coalesce(string_agg(one, ''::bytea ORDER BY one), ''::bytea)), 'hex')
FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS one FROM ({rows}) t) AS hashed
"""


def tables() -> list[str]:
    """Return the names of all tables of the newsroom."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def take(rules: Mapping[str, str]) -> dict[str, Count]:
    """Return {table or kind of rule: {"rows": 12, "sha256": …}}, inside the transaction that is open.

    A backup keeps the `rules` queries with which it was made, so that a later version runs the same ones.
    """
    with connection.cursor() as cursor:
        for name, value in SETTINGS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        asked = {name: f"SELECT * FROM {connection.ops.quote_name(name)}" for name in tables()}  # noqa: S608 names of our own, values as parameters
        asked |= {name: sql.format(public="'public'::regnamespace") for name, sql in rules.items()}
        counted: dict[str, Count] = {}
        for name, rows in asked.items():
            cursor.execute(HASHED.format(rows=rows))
            number, sha256 = cursor.fetchone()
            counted[name] = {"rows": number, "sha256": sha256}
        return counted
