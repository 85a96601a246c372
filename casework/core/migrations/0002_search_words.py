"""The words beside each search document, where the engine of the database can find them.

PostgreSQL keeps them in a column of the same table, SQLite in an FTS5 table whose rows are numbered like the
documents. There two triggers take the words away with their document: a later migration that makes SQLite rebuild
``core_searchdocument`` (an altered field does) loses them and has to create them again.
"""

from django.db import migrations

FORWARDS = {
    "postgresql": [
        "ALTER TABLE core_searchdocument ADD COLUMN words tsvector NOT NULL DEFAULT ''",
        "CREATE INDEX search_document_words ON core_searchdocument USING gin (words)",
        "CREATE INDEX search_document_newest ON core_searchdocument (office_id, id DESC)",
    ],
    "sqlite": [
        # Words arrive folded and divided, each once: no positions, no column sizes, only which document holds which.
        "CREATE VIRTUAL TABLE core_searchwords"
        " USING fts5(words, tokenize='ascii', prefix='2 3', detail='none', columnsize=0)",
        "CREATE TRIGGER core_searchwords_deleted AFTER DELETE ON core_searchdocument"
        " BEGIN DELETE FROM core_searchwords WHERE rowid = old.id; END",
        "CREATE TRIGGER core_searchwords_renumbered AFTER UPDATE OF id ON core_searchdocument"
        " BEGIN DELETE FROM core_searchwords WHERE rowid = old.id; END",
    ],
}
BACKWARDS = {
    "postgresql": [
        "DROP INDEX search_document_newest",
        "DROP INDEX search_document_words",
        "ALTER TABLE core_searchdocument DROP COLUMN words",
    ],
    "sqlite": [
        "DROP TRIGGER core_searchwords_renumbered",
        "DROP TRIGGER core_searchwords_deleted",
        "DROP TABLE core_searchwords",
    ],
}


def add_words(apps, schema_editor):
    """Whatever this database searches with."""
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_words(apps, schema_editor):
    """Only the words: they are made again by ``rebuild_search``."""
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(add_words, drop_words)]
