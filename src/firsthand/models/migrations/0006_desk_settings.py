"""The row of settings is called by what it is. Only names change: its table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0005_events")]
    operations = [
        migrations.AlterModelTable(name="desk", table="firsthand_desk"),
        migrations.RenameModel(old_name="Desk", new_name="DeskSettings"),
    ]
