"""Fetching is authorising: a screen takes its rows from queries, never from the table."""

import re

from .tree import files, lines, python, shelf_of

SCREENS = {"views", "viewsets", "panels", "forms", "wagtail_hooks", "templatetags", "filters", "columns"}
#: The table itself, by whichever name.
TABLE = re.compile(r"\.objects\b|\._default_manager\b|\._base_manager\b|\bget_object_or_404\(\s*[A-Z]\w+\s*,")
#: The one scope in front of every screen: it asks the table on behalf of them all, and only by for_user.
THE_SCOPE_ITSELF = {"casework/core/viewsets.py", "casework/core/views.py"}
RAW_SQL = re.compile(r"\bconnections?(\[\w+\])?\.cursor\(|\.raw\(|RawSQL\(|\.extra\(")
#: Whoever writes SQL by hand, and why.
MAY_WRITE_SQL = {
    "casework/core/erasing.py": "SQLite is told to leave no word of what was erased",
    "casework/core/limits.py": "one upsert that also answers with the new count",
    "casework/core/search.py": "the words stand in a table of the engine's own kind",
    "casework/core/sweeps.py": "the words stand in a table of the engine's own kind",
    "casework/core/sealing.py": "the lock at the end of the chain, which PostgreSQL alone has and needs",
    "casework/core/references.py": "one insert that says whether it happened",
}


def test_no_screen_reads_a_table_directly():
    found = []
    for name in python("casework", "home"):
        if shelf_of(name) in SCREENS:
            asking = [(n, t) for n, t in lines(name) if TABLE.search(t)]
            if name in THE_SCOPE_ITSELF:
                asking = [(n, t) for n, t in asking if "for_user" not in t]
            found += [f"{name}:{number} {line.strip()}" for number, line in asking]

    assert found == [], "Take rows from queries.py, by for_user(user)."


#: Where something is done when a row of somebody else's is saved, and why.
MAY_HEAR_OF_SAVING = {"casework/core/wagtails.py": "Wagtail writes its own lines, by no verb of ours"}


def test_sql_is_written_by_hand_only_where_it_is_argued_for():
    found = {name for name in python() if any(RAW_SQL.search(line) for _, line in lines(name))}

    assert found - set(MAY_WRITE_SQL) == set()


def test_no_template_asks_a_table():
    asking = re.compile(r"\{[{%][^}]*\.objects\b")
    found = [
        name for name in files() if name.startswith("templates/") and any(asking.search(t) for _, t in lines(name))
    ]

    assert found == []


def test_nothing_is_meant_by_saving():
    """What happens, happens in a verb: no receiver of ``post_save`` and its kin here, but where Wagtail saves."""
    saving = re.compile(r"\b(pre|post)_(save|delete)\b|\bm2m_changed\b")
    found = [f"{name}:{number}" for name in python() for number, line in lines(name) if saving.search(line)]

    assert {place.partition(":")[0] for place in found} == set(MAY_HEAR_OF_SAVING)
