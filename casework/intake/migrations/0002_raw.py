"""Everything as it came, beside the columns that hold it cleaned and cut to what a list can show."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="raw",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
    ]
