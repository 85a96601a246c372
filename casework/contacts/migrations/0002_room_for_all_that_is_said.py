"""Room for a whole postal address, and for more than one need in somebody's own words under one reference."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="contactpoint",
            name="value",
            field=models.CharField(max_length=1000, verbose_name="as they wrote it"),
        ),
        migrations.RemoveConstraint(model_name="accessneed", name="access_need_once"),
        migrations.AddConstraint(
            model_name="accessneed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("person", "reference", "code"),
                name="access_need_once",
            ),
        ),
    ]
