"""Signs of life of each worker; those of before are of nobody, and the next round gives new ones."""

from typing import Any

from django.db import migrations, models


def forget_those_of_nobody(apps: Any, _editor: Any) -> None:
    apps.get_model("firsthand", "Heartbeat").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0032_waiting")]
    operations = [
        migrations.RunPython(forget_those_of_nobody, migrations.RunPython.noop),
        migrations.AlterField(model_name="heartbeat", name="part", field=models.CharField(max_length=64)),
        migrations.AddField(
            model_name="heartbeat",
            name="worker",
            field=models.CharField(default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="heartbeat",
            constraint=models.UniqueConstraint(fields=("part", "worker"), name="heartbeat_of_a_worker"),
        ),
    ]
