"""Sums of each campaign by who gave, month and way kept ready: their table, filled from what is there, kept by the database.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.

Who gave is contributions.queries.totals.who_gave: what is allocated counts by the group and kind of the line's giver, the rest of a
receipt by the kind of who brought it. So what counts where changes with a line's giver and rate, with a rate's group and with
a giver's kind, without a receipt being written. Whoever reads a giver's kind or a rate's group here keeps the giver and the
campaign from those who change them, and waits for nobody else: FOR KEY SHARE, as foreign keys do. Who changes a kind or a group
waits in turn until what was written by the old one is there to be counted: FOR UPDATE, of one giver or one campaign.
"""

# ruff: noqa: S608 - the names are our own

import django.db.models.deletion
from django.db import migrations, models

from core.triggers import Follow, Once, changed

_LINE = ("id", "campaign_id", "party_id", "rate_id", "expected_amount")
_RATE = ("id", "campaign_id", '"group"')
_OF_GIVER = "JOIN contributions_party giver ON giver.id = line.party_id LEFT JOIN contributions_rate rate ON rate.id = line.rate_id"
_RECEIPT = "JOIN contributions_receipt receipt ON receipt.id = part.receipt_id"
_PARTS = "JOIN contributions_allocation part ON part.line_id = line.id " + _RECEIPT


def _source(kind: str, group: str = "''") -> str:
    return (
        f"CASE WHEN {group} = 'benefactor' THEN 'others' WHEN {group} = 'enterprise' "
        f"OR (coalesce({group}, '') = '' AND {kind} = 'organisation') THEN 'enterprises' ELSE 'people' END"
    )


_OF_LINE = _source("giver.kind", 'rate."group"')


def _brought(rows: str, source: str, row: str, sign: str = "") -> str:
    """What receipts or parts of them (`row`) brought; `source`: SQL that says of whom it counts as given."""
    return (
        f"SELECT receipt.campaign_id, {source} AS source, {{month[receipt.received_on]}} AS month, receipt.way AS way, "
        f"{sign}{row}.amount AS amount, {sign}coalesce({row}.days, 0) AS days FROM {rows}"
    )


def _add(*rows: str) -> str:
    """A row for each source, month and way whose sum changes; what stays where it was adds none."""
    key = "campaign_id, source, month, way"
    return (
        f"INSERT INTO contributions_sourcetotal ({key}, received, received_days) "
        f"SELECT {key}, sum(amount), sum(days) FROM ({' UNION ALL '.join(rows)}) told GROUP BY {key} "
        "HAVING sum(amount) <> 0 OR sum(days) <> 0"
    )


def _asked(rows: str, source: str, sign: str = "") -> str:
    """What is expected of lines."""
    return f"SELECT line.campaign_id, {source} AS source, {sign}line.expected_amount AS amount FROM {rows}"


def _expect(*rows: str) -> str:
    return (
        "INSERT INTO contributions_sourcetotal (campaign_id, source, expected) SELECT campaign_id, source, sum(amount) "
        f"FROM ({' UNION ALL '.join(rows)}) told GROUP BY campaign_id, source HAVING sum(amount) <> 0"
    )


def _allocated(rows: str) -> tuple[str, str]:
    """What is allocated counts by whom it is allocated to, and no longer by who brought it."""
    lines = f"{rows} part {_RECEIPT} JOIN contributions_rosterline line ON line.id = part.line_id {_OF_GIVER}"
    payer = f"{rows} part {_RECEIPT} LEFT JOIN contributions_party payer ON payer.id = receipt.party_id"
    return _brought(lines, _OF_LINE, "part"), _brought(payer, _source("payer.kind"), "part", "-")


def _received(rows: str) -> str:
    payer = f"{rows} receipt LEFT JOIN contributions_party payer ON payer.id = receipt.party_id"
    return _brought(payer, _source("payer.kind"), "receipt")


def _listed(rows: str, sign: str = "") -> str:
    return _asked(f"{rows} line {_OF_GIVER}", _OF_LINE, sign)


def _changed(*columns: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Rows as they were and as they are, each with its sign and the opposite."""
    was, here = changed(*columns)
    return (was, "-", ""), (here, "", "-")


_OTHER_GIVER = _changed("id", "party_id", "rate_id")
_OTHER_LINE = _changed(*_LINE)
_OTHER_KIND = _changed("id", "kind")
_OTHER_GROUP = _changed(*_RATE)


def _lines_of_kind(giver: str) -> str:
    return (
        f"{giver} giver JOIN contributions_rosterline line ON line.party_id = giver.id "
        "LEFT JOIN contributions_rate rate ON rate.id = line.rate_id"
    )


def _receipts_of_kind(payer: str) -> str:
    return f"{payer} payer JOIN contributions_receipt receipt ON receipt.party_id = payer.id"


def _lines_of_group(rate: str) -> str:
    return (
        f"{rate} rate JOIN contributions_rosterline line ON line.rate_id = rate.id "
        "JOIN contributions_party giver ON giver.id = line.party_id"
    )


def _keep(table: str, ids: str, how: str = "KEY SHARE") -> str:
    return f"contributions_{table} WHERE id IN ({ids}) ORDER BY id FOR {how}"


def _of_changed(column: str) -> str:
    return " UNION ".join(f"SELECT {column} FROM {rows} line" for rows, *_ in _OTHER_LINE)


def _of_written(column: str) -> str:
    return f"SELECT {column} FROM contributions_rosterline WHERE id IN (SELECT line_id FROM {{new}} fresh)"


_BROUGHT_BY = "SELECT party_id FROM contributions_receipt WHERE id IN (SELECT receipt_id FROM {new} fresh)"

FILL = (
    _add(_received("contributions_receipt"), *_allocated("contributions_allocation")),
    _expect(_listed("contributions_rosterline")),
    "UPDATE contributions_sourcetotal SET fresh = false",
)

TRIGGERS = (
    Follow(
        "contributions_source_received", table="contributions_receipt", event="INSERT",
        columns=("campaign_id", "party_id", "received_on", "way", "amount", "days"), run=(_add(_received("{new}")),),
        locked=(_keep("party", "SELECT party_id FROM {new} fresh"),),
    ),
    Follow(
        "contributions_source_allocated", table="contributions_allocation", event="INSERT",
        columns=("receipt_id", "line_id", "amount", "days"), run=(_add(*_allocated("{new}")),),
        locked=(
            _keep("rosterline", "SELECT line_id FROM {new} fresh", "NO KEY UPDATE"),
            _keep("campaign", _of_written("campaign_id")),
            _keep("party", f"{_of_written('party_id')} UNION {_BROUGHT_BY}"),
        ),
    ),
    *(
        Follow(
            f"contributions_source_{name}", table="contributions_rosterline", event=event, columns=_LINE,
            run=(_expect(_listed(rows, sign)),),
            locked=(_keep("campaign", f"SELECT campaign_id FROM {rows} line"), _keep("party", f"SELECT party_id FROM {rows} line")),
        )
        for name, event, rows, sign in (("listed", "INSERT", "{new}", ""), ("unlisted", "DELETE", "{old}", "-"))
    ),
    Follow(
        "contributions_source_relisted", table="contributions_rosterline", event="UPDATE", columns=_LINE,
        run=(
            _expect(*(_listed(lines, sign) for lines, sign, _ in _OTHER_LINE)),
            _add(*(_brought(f"{lines} line {_OF_GIVER} {_PARTS}", _OF_LINE, "part", sign) for lines, sign, _ in _OTHER_GIVER)),
        ),
        locked=(_keep("campaign", _of_changed("campaign_id")), _keep("party", _of_changed("party_id"))),
    ),
    Follow(
        "contributions_source_of_kind", table="contributions_party", event="UPDATE", columns=("id", "kind"),
        run=(
            _expect(*(_asked(_lines_of_kind(party), _OF_LINE, sign) for party, sign, _ in _OTHER_KIND)),
            _add(
                *(_brought(_receipts_of_kind(party), _source("payer.kind"), "receipt", sign) for party, sign, _ in _OTHER_KIND),
                *(
                    _brought(
                        f"{_receipts_of_kind(party)} JOIN contributions_allocation part ON part.receipt_id = receipt.id",
                        _source("payer.kind"), "part", opposite,
                    )
                    for party, _, opposite in _OTHER_KIND
                ),
                *(_brought(f"{_lines_of_kind(party)} {_PARTS}", _OF_LINE, "part", sign) for party, sign, _ in _OTHER_KIND),
            ),
        ),
        locked=(_keep("party", f"SELECT id FROM {_OTHER_KIND[0][0]} was", "UPDATE"),),
    ),
    Follow(
        "contributions_source_of_group", table="contributions_rate", event="UPDATE", columns=_RATE,
        run=(
            _expect(*(_asked(_lines_of_group(rate), _OF_LINE, sign) for rate, sign, _ in _OTHER_GROUP)),
            _add(*(_brought(f"{_lines_of_group(rate)} {_PARTS}", _OF_LINE, "part", sign) for rate, sign, _ in _OTHER_GROUP)),
        ),
        locked=(_keep("campaign", f"SELECT campaign_id FROM {_OTHER_GROUP[0][0]} was", "UPDATE"),),
    ),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = (("contributions", "0010_campaign_newest"),)

    operations = (
        migrations.CreateModel(
            name='SourceTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fresh', models.BooleanField(db_default=True)),
                ('source', models.CharField(choices=[('enterprises', 'Doanh nghiệp, tổ chức'), ('people', 'Người dân'), ('others', 'Nhà hảo tâm, con em xa quê')], max_length=12, verbose_name='nguồn')),
                ('month', models.DateField(null=True, verbose_name='tháng')),
                ('way', models.CharField(blank=True, choices=[('cash', 'Tiền mặt'), ('transfer', 'Chuyển khoản'), ('labour', 'Ngày công'), ('goods', 'Hiện vật'), ('land', 'Hiến đất'), ('work', 'Công trình, hạng mục')], db_default='', max_length=10)),
                ('expected', models.BigIntegerField(db_default=0, verbose_name='mức vận động')),
                ('received', models.BigIntegerField(db_default=0, verbose_name='đã nhận (đồng)')),
                ('received_days', models.DecimalField(db_default=0, decimal_places=2, max_digits=12, verbose_name='đã nhận (công)')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_totals', to='contributions.campaign')),
            ],
            options={
                'verbose_name': 'tổng theo nguồn đóng góp',
                'verbose_name_plural': 'tổng theo nguồn đóng góp',
                'indexes': [models.Index(condition=models.Q(('fresh', True)), fields=['campaign'], name='source_total_fresh')],
            },
        ),
        Once(*FILL),
        *TRIGGERS,
    )
