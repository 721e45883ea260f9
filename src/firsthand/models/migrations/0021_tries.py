"""Tries to get in are counted in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0020_signed_out")]
    operations = [
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("ends_at", models.DateTimeField(db_index=True)),
                ("spent", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "ends_at"), name="tries_are_counted_once")]
            },
        ),
    ]
