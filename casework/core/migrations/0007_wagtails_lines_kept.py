"""What Wagtail writes down of pages and of things stays as it is; of pages, nothing is removed either.

Of the other log a row can go: one from before our own history, about somebody who is erased. The sealed history tells.
"""

from django.db import migrations

from casework.core.triggers import never_removed, written_once

WORDS = "history: written once, never changed"


class Migration(migrations.Migration):
    dependencies = [("core", "0006_tombstone"), ("wagtailcore", "0098_apitoken")]

    operations = [
        written_once("wagtailcore_modellogentry", words=WORDS),
        written_once("wagtailcore_pagelogentry", words=WORDS),
        never_removed("wagtailcore_pagelogentry", words="history: never removed"),
    ]
