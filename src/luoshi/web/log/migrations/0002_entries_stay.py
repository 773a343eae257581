"""The database itself refuses to change or delete an entry, and to change what one says; what it says can only be taken away whole."""

from django.db import migrations

TABLES = ("log_entry", "log_payload", "log_touch")
MESSAGE = "entries of the log are never changed"

SQLITE = "CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
POSTGRES_FUNCTION = f"""
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = "CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION log_refuse()"


def triggers():
    for table in TABLES:
        yield {"name": f"{table}_no_update", "act": "UPDATE", "table": table, "message": MESSAGE}
        if table != "log_payload":
            yield {"name": f"{table}_no_delete", "act": "DELETE", "table": table, "message": MESSAGE}


def refuse(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(POSTGRES_FUNCTION)
    for values in triggers():
        schema_editor.execute((POSTGRES if postgres else SQLITE).format(**values))


def allow(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for values in triggers():
        schema_editor.execute(f"DROP TRIGGER {values['name']}" + (f" ON {values['table']}" if postgres else ""))
    if postgres:
        schema_editor.execute("DROP FUNCTION log_refuse()")


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
