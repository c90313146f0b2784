"""The database itself refuses to change a province's decision on levels, and its levels, once it is published.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse, refuse_where

PUBLISHED = "Quyết định mức đã công bố không thay đổi nữa; lập quyết định mới."


def published(*rows: str) -> str:
    """SQL: the decision that one of these rows (OLD, NEW) belongs to is published."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM criteria_levelsdecision d WHERE d.id = {row}.decision_id AND d.published_at IS NOT NULL)"  # noqa: S608 - only the words OLD and NEW
        for row in rows
    )


class Migration(migrations.Migration):
    dependencies = (("criteria", "0011_maps_between_sets"),)

    operations = (
        refuse(
            "criteria_levelsdecision_stands", table="criteria_levelsdecision", event="UPDATE",
            when="OLD.published_at IS NOT NULL", message=PUBLISHED,
        ),
        refuse(
            "criteria_levelsdecision_kept", table="criteria_levelsdecision", event="DELETE",
            when="OLD.published_at IS NOT NULL", message=PUBLISHED,
        ),
        refuse_where(
            "criteria_level_not_added", table="criteria_level", event="INSERT", found=published("NEW"), message=PUBLISHED,
        ),
        refuse_where(
            "criteria_level_stands", table="criteria_level", event="UPDATE", found=published("OLD", "NEW"), message=PUBLISHED,
        ),
        refuse_where(
            "criteria_level_kept", table="criteria_level", event="DELETE", found=published("OLD"), message=PUBLISHED,
        ),
    )
