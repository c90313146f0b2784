"""Sums of each campaign kept ready: their table, filled from what is there, and kept by the database itself.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

# ruff: noqa: S608 - the names are our own

import django.db.models.deletion
from django.db import migrations, models

from core.triggers import Follow, changed

_PLACE = "campaign_id, village_id, unit_id"
_TAKES_PART = "EXISTS (SELECT 1 FROM contributions_allocation part WHERE part.line_id = {row}.id)"
_LINE = ("id", "campaign_id", "village_id", "unit_id", "expected_amount")
_WAS, _HERE = changed(*_LINE)
_THERE, _ELSEWHERE = changed(*_LINE[:-1])


def _add(columns: str, rows: str) -> str:
    return f"INSERT INTO contributions_campaigntotal ({columns}) {rows}"


def _listed(rows: str, sign: str = "") -> str:
    """Givers and what is expected of them."""
    return _add(
        f"{_PLACE}, givers, expected",
        f"SELECT {_PLACE}, {sign}count(*), {sign}sum(expected_amount) FROM {rows} GROUP BY {_PLACE}",
    )


def _relisted(lines: str, sign: str = "") -> str:
    """Lines as they were taken off, or as they are now added, where anything changed that counts."""
    return _add(
        f"{_PLACE}, givers, taking_part, expected",
        f"SELECT {_PLACE}, {sign}count(*), {sign}sum(CASE WHEN {_TAKES_PART.format(row='line')} THEN 1 ELSE 0 END), "
        f"{sign}sum(expected_amount) FROM {lines} line GROUP BY {_PLACE}",
    )


def _moved(lines: str, sign: str = "") -> str:
    """What is allocated to lines that are counted elsewhere now."""
    place = ", ".join(f"line.{name}" for name in _PLACE.split(", "))
    return _add(
        f"{_PLACE}, way, allocated, allocated_days",
        f"SELECT {place}, receipt.way, {sign}sum(part.amount), {sign}coalesce(sum(part.days), 0) "
        f"FROM {lines} line JOIN contributions_allocation part ON part.line_id = line.id "
        f"JOIN contributions_receipt receipt ON receipt.id = part.receipt_id GROUP BY {place}, receipt.way",
    )


def _allocated(rows: str) -> str:
    place = ", ".join(f"line.{name}" for name in _PLACE.split(", "))
    return _add(
        f"{_PLACE}, way, allocated, allocated_days",
        f"SELECT {place}, receipt.way, sum(part.amount), coalesce(sum(part.days), 0) FROM {rows} part "
        "JOIN contributions_rosterline line ON line.id = part.line_id "
        f"JOIN contributions_receipt receipt ON receipt.id = part.receipt_id GROUP BY {place}, receipt.way",
    )


def _taking_part(which: str) -> str:
    return _add(
        f"{_PLACE}, taking_part",
        f"SELECT {_PLACE}, count(*) FROM contributions_rosterline line WHERE {which} GROUP BY {_PLACE}",
    )


def _received(rows: str) -> str:
    return _add(
        "campaign_id, way, received, received_days",
        f"SELECT campaign_id, way, sum(amount), coalesce(sum(days), 0) FROM {rows} receipt GROUP BY campaign_id, way",
    )


def _land(rows: str) -> str:
    return _add(
        "campaign_id, way, land",
        f"SELECT receipt.campaign_id, receipt.way, sum(item.quantity) FROM {rows} item "
        "JOIN contributions_receipt receipt ON receipt.id = item.receipt_id WHERE receipt.way = 'land' "
        "GROUP BY receipt.campaign_id, receipt.way",
    )


def _spent(rows: str) -> str:
    return _add("campaign_id, spent", f"SELECT campaign_id, sum(amount) FROM {rows} spending GROUP BY campaign_id")


#: A line begins to take part with the first row allocated to it: none but those just written.
_FIRST = (
    "line.id IN (SELECT line_id FROM {new} fresh) AND NOT EXISTS (SELECT 1 FROM contributions_allocation part "
    "WHERE part.line_id = line.id AND part.id NOT IN (SELECT id FROM {new} fresh))"
)

FILL = (
    _listed("contributions_rosterline line"),
    _allocated("contributions_allocation"),
    _taking_part(_TAKES_PART.format(row="line")),
    _received("contributions_receipt"),
    _land("contributions_receiptitem"),
    _spent("contributions_spending"),
    "UPDATE contributions_campaigntotal SET fresh = false",
)

TRIGGERS = (
    Follow(
        "contributions_total_listed", table="contributions_rosterline", event="INSERT", columns=_LINE,
        run=(_listed("{new} line"),),
    ),
    Follow(
        "contributions_total_unlisted", table="contributions_rosterline", event="DELETE", columns=_LINE,
        run=(_listed("{old} line", "-"),),
    ),
    Follow(
        "contributions_total_relisted", table="contributions_rosterline", event="UPDATE", columns=_LINE,
        run=(_relisted(_WAS, "-"), _relisted(_HERE), _moved(_THERE, "-"), _moved(_ELSEWHERE)),
    ),
    # The lines are locked: until this transaction ends nobody counts them elsewhere, and nobody else finds himself to be the
    # first who allocates to them.
    Follow(
        "contributions_total_allocated", table="contributions_allocation", event="INSERT",
        columns=("id", "receipt_id", "line_id", "amount", "days"), run=(_allocated("{new}"), _taking_part(_FIRST)),
        locked=("contributions_rosterline WHERE id IN (SELECT line_id FROM {new} fresh) ORDER BY id FOR NO KEY UPDATE",),
    ),
    Follow(
        "contributions_total_received", table="contributions_receipt", event="INSERT",
        columns=("campaign_id", "way", "amount", "days"), run=(_received("{new}"),),
    ),
    Follow(
        "contributions_total_land", table="contributions_receiptitem", event="INSERT", columns=("receipt_id", "quantity"),
        run=(_land("{new}"),),
    ),
    Follow(
        "contributions_total_spent", table="contributions_spending", event="INSERT", columns=("campaign_id", "amount"),
        run=(_spent("{new}"),),
    ),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = (
        ("areas", "0002_number_of_the_bank"),
        ("contributions", "0008_what_is_due"),
    )

    operations = (
        migrations.CreateModel(
            name='CampaignTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(blank=True, choices=[('cash', 'Tiền mặt'), ('transfer', 'Chuyển khoản'), ('labour', 'Ngày công'), ('goods', 'Hiện vật'), ('land', 'Hiến đất'), ('work', 'Công trình, hạng mục')], db_default='', max_length=10)),
                ('givers', models.IntegerField(db_default=0, verbose_name='số người')),
                ('taking_part', models.IntegerField(db_default=0, verbose_name='số tham gia')),
                ('expected', models.BigIntegerField(db_default=0, verbose_name='mức vận động')),
                ('allocated', models.BigIntegerField(db_default=0, verbose_name='đã phân bổ (đồng)')),
                ('allocated_days', models.DecimalField(db_default=0, decimal_places=2, max_digits=12, verbose_name='đã phân bổ (công)')),
                ('received', models.BigIntegerField(db_default=0, verbose_name='đã nhận (đồng)')),
                ('received_days', models.DecimalField(db_default=0, decimal_places=2, max_digits=12, verbose_name='đã nhận (công)')),
                ('land', models.DecimalField(db_default=0, decimal_places=3, max_digits=16, verbose_name='đất (m²)')),
                ('spent', models.BigIntegerField(db_default=0, verbose_name='đã chi (đồng)')),
                ('fresh', models.BooleanField(db_default=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='totals', to='contributions.campaign')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='areas.organisation')),
                ('village', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='areas.area')),
            ],
            options={
                'verbose_name': 'tổng của đợt vận động',
                'verbose_name_plural': 'tổng của đợt vận động',
                'indexes': [models.Index(condition=models.Q(('fresh', True)), fields=['campaign'], name='campaign_total_fresh')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *TRIGGERS,
    )
