"""A mark on every line of the history, the seals that chain them, and the checks of that chain."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contenttypes", "0002_remove_content_type_name"), ("core", "0002_search_words")]

    operations = [
        migrations.CreateModel(
            name="HistorySeal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("entry_id", models.PositiveBigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "seal of the history", "verbose_name_plural": "seals of the history"},
        ),
        migrations.CreateModel(
            name="HistoryCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("read_through", models.PositiveBigIntegerField(default=0)),
                ("lines", models.PositiveBigIntegerField(default=0)),
                ("found", models.PositiveIntegerField(default=0)),
                ("first", models.CharField(blank=True, max_length=300)),
            ],
            options={"verbose_name": "check of the history", "verbose_name_plural": "checks of the history"},
        ),
        migrations.AlterField(
            model_name="historyentry",
            name="content_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
                verbose_name="content type",
            ),
        ),
        migrations.AddField(
            model_name="historyentry",
            name="mark",
            field=models.CharField(default="", editable=False, max_length=80),
            preserve_default=False,
        ),
    ]
