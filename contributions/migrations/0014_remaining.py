"""What is left of what is expected of each giver, kept beside the other sums of a campaign.

Nothing is left of a line to which more is allocated than is expected of it, so that this sum follows lines one by one and cannot
be had from the others. SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them
again.
"""

# ruff: noqa: S608 - the names are our own

from django.db import migrations, models

from core.triggers import Follow, changed

_PLACE = "campaign_id, village_id, unit_id"
_LINE = ("id", "campaign_id", "village_id", "unit_id", "expected_amount")
_WAS, _HERE = changed(*_LINE)
_GIVEN = "(SELECT coalesce(sum(part.amount), 0) FROM contributions_allocation part WHERE part.line_id = line.id)"
#: Lines to which something was just allocated, with how much.
_NEW = (
    "contributions_rosterline line JOIN (SELECT line_id, sum(amount) AS amount FROM {new} fresh GROUP BY line_id) came "
    "ON came.line_id = line.id"
)


def _left(lines: str, sign: str = "", given: str = _GIVEN) -> str:
    """What is left of these lines (alias "line") where so much is given to each."""
    told = f"SELECT line.campaign_id, line.village_id, line.unit_id, line.expected_amount - {given} AS amount FROM {lines}"
    return f"SELECT {_PLACE}, {sign}amount AS amount FROM ({told}) line WHERE amount > 0"


def _add(*rows: str) -> str:
    """A row for each place whose sum changes."""
    return (
        f"INSERT INTO contributions_campaigntotal ({_PLACE}, remaining) SELECT {_PLACE}, sum(amount) "
        f"FROM ({' UNION ALL '.join(rows)}) told GROUP BY {_PLACE} HAVING sum(amount) <> 0"
    )


TRIGGERS = (
    Follow(
        "contributions_remaining_listed", table="contributions_rosterline", event="INSERT", columns=_LINE,
        run=(_add(_left("{new} line")),),
    ),
    Follow(
        "contributions_remaining_unlisted", table="contributions_rosterline", event="DELETE", columns=_LINE,
        run=(_add(_left("{old} line", "-")),),
    ),
    Follow(
        "contributions_remaining_relisted", table="contributions_rosterline", event="UPDATE", columns=_LINE,
        run=(_add(_left(f"{_WAS} line", "-"), _left(f"{_HERE} line")),),
    ),
    # The lines are locked for the reason that 0009 gives: until this transaction ends nobody else allocates to them.
    Follow(
        "contributions_remaining_allocated", table="contributions_allocation", event="INSERT",
        columns=("id", "receipt_id", "line_id", "amount", "days"),
        run=(_add(_left(_NEW), _left(_NEW, "-", f"({_GIVEN} - came.amount)")),),
        locked=("contributions_rosterline WHERE id IN (SELECT line_id FROM {new} fresh) ORDER BY id FOR NO KEY UPDATE",),
    ),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = (("contributions", "0013_a_voucher_pays_once"),)

    operations = (
        # In SQL that both databases understand: Django would rebuild the table on SQLite, which the triggers that write to it forbid.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="campaigntotal",
                    name="remaining",
                    field=models.BigIntegerField(db_default=0, verbose_name="còn theo mức (đồng)"),
                )
            ],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE contributions_campaigntotal ADD COLUMN remaining bigint NOT NULL DEFAULT 0",
                    "ALTER TABLE contributions_campaigntotal DROP COLUMN remaining",
                )
            ],
        ),
        migrations.RunSQL(_add(_left("contributions_rosterline line")), migrations.RunSQL.noop),
        *TRIGGERS,
    )
