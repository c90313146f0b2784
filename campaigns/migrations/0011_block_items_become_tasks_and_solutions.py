from django.db import migrations


def split(apps, schema_editor):
    """Tasks get an owner, a deadline and reports; solutions stay plain lines."""
    item_rows, tasks, solutions = (
        apps.get_model("campaigns", name).objects for name in ("BlockItem", "Task", "Solution")
    )
    for item in item_rows.select_related("block").order_by("block__plan_id", "block__position", "position").iterator():
        if item.kind == "task":
            tasks.create(
                plan_id=item.block.plan_id, block_id=item.block_id, position=item.position, source=item.source,
                text=item.text, unit=item.block.responsible,
            )
        else:
            solutions.create(block_id=item.block_id, position=item.position, source=item.source, text=item.text)


def join(apps, schema_editor):
    item_rows, tasks, solutions = (
        apps.get_model("campaigns", name).objects for name in ("BlockItem", "Task", "Solution")
    )
    for kind, rows in (("task", tasks.exclude(block=None)), ("solution", solutions.all())):
        for row in rows.iterator():
            item_rows.create(
                block_id=row.block_id, kind=kind, position=row.position, source=row.source, text=row.text
            )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_outreach")]

    operations = [
        migrations.RunPython(split, join),
        migrations.DeleteModel(name="BlockItem"),
    ]
