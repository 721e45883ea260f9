"""Mail becomes one channel of many: addresses of the desk, of customers and of teammates name their channel, and what
leaves is a delivery by any of them. Nothing that was received, written or queued changes."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.append_only import MESSAGE_OF_0005, MESSAGE_OF_0015
from firsthand.models.migrations._steps import check_at_once, make, no_way_back, take_away

_EMAIL = "email"
_SETTINGS = (
    *("mode", "imap_host", "imap_port", "imap_security", "imap_folder"),
    *("smtp_host", "smtp_port", "smtp_security", "username"),
)
_KINDS = ("ticket", "account", "person", "desk", "endpoint", "exception", "proposal", "task")
_MADE_UP = ("@no-message-id.firsthand.invalid>", "@split.firsthand.invalid>")
_AT_ONCE = 1000


def keep_settings(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for box in apps.get_model("firsthand", "Endpoint").objects.all():
        box.settings = {name: getattr(box, name) for name in _SETTINGS}
        box.secrets = {"password": box.password} if box.password else {}
        box.cursor = {"uid_validity": box.uid_validity, "last_uid": box.last_uid}
        box.save(update_fields=["settings", "secrets", "cursor"])


def name_endpoints(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("firsthand", "Subject").objects.filter(kind="mailbox").update(kind="endpoint")


def keep_addresses(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One handle an address: a contact's, a teammate's, or both."""
    handle = apps.get_model("firsthand", "Handle")
    people = dict(apps.get_model("firsthand", "Person").objects.values_list("email", "id"))
    rows = []
    known = apps.get_model("firsthand", "Contact").objects.filter(erased_at=None).order_by("id")
    for number, address in known.values_list("id", "email").iterator(chunk_size=_AT_ONCE):
        person = people.pop(address, None)
        rows.append(handle(channel=_EMAIL, address=address, contact_id=number, person_id=person))
        if len(rows) >= _AT_ONCE:
            handle.objects.bulk_create(rows)
            rows = []
    rows += [handle(channel=_EMAIL, address=address, person_id=number) for address, number in people.items()]
    handle.objects.bulk_create(rows, batch_size=_AT_ONCE)


def unname_notes(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A note never left the desk, and a name that the desk made up is none."""
    messages = apps.get_model("firsthand", "Message").objects
    messages.filter(direction="note").update(channel="", external_id=None)
    for ending in _MADE_UP:
        messages.filter(external_id__endswith=ending).update(external_id=None)


def find_endpoints(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tickets = apps.get_model("firsthand", "Ticket").objects
    for number, address in apps.get_model("firsthand", "Endpoint").objects.values_list("id", "address"):
        tickets.filter(to_address=address).update(endpoint=number)


def _without(names: tuple[str, ...]) -> list[migrations.RemoveField]:
    return [migrations.RemoveField("endpoint", name) for name in names]


def drop_what_remained(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL's second indexes of columns that were unique under another name: Django forgets them."""
    if schema_editor.connection.vendor == "postgresql":
        for name in ("message_message_id_b5bbf51d", "mailbox_address_c7139274"):
            schema_editor.execute(f"DROP INDEX IF EXISTS firsthand_{name}_like")


class Migration(migrations.Migration):
    dependencies = [("firsthand", "0014_tasks")]
    operations = [
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RunPython(take_away(MESSAGE_OF_0005), migrations.RunPython.noop),
        # The desk's addresses
        *(
            migrations.RemoveConstraint("mailbox", name)
            for name in (
                "mailbox_mode_is_known",
                "mailbox_imap_security_is_known",
                "mailbox_smtp_security_is_known",
                "mailbox_imap_names_a_host",
            )
        ),
        migrations.RenameModel("Mailbox", "Endpoint"),
        migrations.AddField(
            "endpoint", "channel", models.CharField(max_length=32, default=_EMAIL), preserve_default=False
        ),
        migrations.AddField(
            "endpoint", "called", models.CharField(max_length=64, default=_EMAIL), preserve_default=False
        ),
        migrations.AddField("endpoint", "settings", models.JSONField(default=dict)),
        migrations.AddField("endpoint", "secrets", models.JSONField(default=dict)),
        migrations.AddField("endpoint", "cursor", models.JSONField(default=dict)),
        migrations.RunPython(keep_settings, migrations.RunPython.noop),
        *_without((*_SETTINGS, "password", "uid_validity", "last_uid")),
        migrations.AlterField("endpoint", "address", models.CharField(max_length=320)),
        migrations.AddConstraint(
            "endpoint",
            models.CheckConstraint(condition=~models.Q(address=""), name="endpoint_has_an_address"),
        ),
        migrations.AddConstraint(
            "endpoint",
            models.UniqueConstraint(fields=["channel", "address"], name="endpoint_is_one_on_its_channel"),
        ),
        migrations.RemoveConstraint("subject", "subject_kind_is_known"),
        migrations.RunPython(name_endpoints, migrations.RunPython.noop),
        migrations.AddConstraint(
            "subject", models.CheckConstraint(condition=models.Q(kind__in=_KINDS), name="subject_kind_is_known")
        ),
        # People's addresses
        migrations.CreateModel(
            name="Handle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=32)),
                ("address", models.CharField(max_length=320)),
                (
                    "contact",
                    models.ForeignKey(
                        "firsthand.Contact",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handles",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handles",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(address=""), name="handle_has_an_address"),
                    models.CheckConstraint(
                        condition=models.Q(contact__isnull=False) | models.Q(person__isnull=False),
                        name="handle_is_somebodys",
                    ),
                    models.UniqueConstraint(fields=["channel", "address"], name="handle_is_one_on_its_channel"),
                ]
            },
        ),
        migrations.RunPython(keep_addresses, migrations.RunPython.noop),
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RemoveConstraint("contact", "contact_email_is_lower_case"),
        migrations.RemoveField("contact", "email"),
        migrations.AlterField("person", "email", models.EmailField(max_length=254, null=True, unique=True)),
        # What leaves
        migrations.RemoveConstraint("outboxmail", "outboxmail_state_is_known"),
        migrations.RemoveConstraint("outboxmail", "outboxmail_queued_has_a_next_attempt"),
        migrations.RemoveConstraint("outboxmail", "outboxmail_sending_is_leased"),
        migrations.RemoveIndex("outboxmail", "outboxmail_by_mail_id"),
        migrations.RenameModel("OutboxMail", "Delivery"),
        migrations.RenameIndex("delivery", new_name="delivery_due_next", old_name="outboxmail_due_next"),
        migrations.RenameIndex("delivery", new_name="delivery_leases", old_name="outboxmail_leases"),
        migrations.RenameIndex("delivery", new_name="delivery_by_state", old_name="outboxmail_by_state"),
        migrations.RenameField("delivery", "mail_id", "external_id"),
        migrations.RenameField("delivery", "mailbox", "endpoint"),
        migrations.AlterField(
            "delivery",
            "endpoint",
            models.ForeignKey(
                "firsthand.Endpoint",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
            ),
        ),
        migrations.AlterField(
            "delivery",
            "ticket",
            models.ForeignKey(
                "firsthand.Ticket", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="deliveries"
            ),
        ),
        migrations.AlterField(
            "delivery",
            "message",
            models.ForeignKey(
                "firsthand.Message", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="deliveries"
            ),
        ),
        migrations.AlterField("delivery", "external_id", models.CharField(max_length=400, blank=True, default="")),
        migrations.AddField(
            "delivery", "channel", models.CharField(max_length=32, default=_EMAIL), preserve_default=False
        ),
        migrations.AddField("delivery", "copies", models.JSONField(default=list)),
        migrations.RemoveField("delivery", "headers"),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=models.Q(state__in=("queued", "sending", "sent", "failed", "taken_back")),
                name="delivery_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=~models.Q(state="queued") | models.Q(next_attempt_at__isnull=False),
                name="delivery_queued_has_a_next_attempt",
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(claimed_until__isnull=False),
                name="delivery_sending_is_leased",
            ),
        ),
        migrations.AddIndex(
            "delivery", models.Index(fields=["channel", "external_id"], name="delivery_by_external_id")
        ),
        migrations.AddField("delivery", "reached", models.JSONField(default=list)),
        migrations.AddField("delivery", "not_reached", models.JSONField(default=list)),
        # What was said
        migrations.AddField("message", "channel", models.CharField(max_length=32, blank=True, default=_EMAIL)),
        migrations.AlterField("message", "channel", models.CharField(max_length=32, blank=True, default="")),
        migrations.AddField("message", "copies", models.JSONField(default=list)),
        migrations.RenameField("message", "message_id", "external_id"),
        migrations.AlterField("message", "external_id", models.CharField(max_length=400, null=True)),
        migrations.RunPython(unname_notes, migrations.RunPython.noop),
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(fields=["channel", "external_id"], name="message_is_one_on_its_channel"),
        ),
        migrations.AddField(
            "rawmessage", "channel", models.CharField(max_length=32, default=_EMAIL), preserve_default=False
        ),
        migrations.AddField(
            "ticket",
            "endpoint",
            models.ForeignKey(
                "firsthand.Endpoint",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
            ),
        ),
        migrations.AddField("ticket", "begun", models.BooleanField(default=False)),
        migrations.RunPython(find_endpoints, migrations.RunPython.noop),
        migrations.RunPython(check_at_once, migrations.RunPython.noop),
        migrations.RunPython(drop_what_remained, migrations.RunPython.noop),
        migrations.RunPython(make(MESSAGE_OF_0015), no_way_back),
    ]
