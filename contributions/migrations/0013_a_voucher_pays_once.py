"""The database itself refuses a second payment with the number of one that stands in the same campaign and year.

A trigger, not a unique index: a payment stays as it was when another row takes it back, and then its number may be used again.
What was written before stays as it is.

SQLite drops a table's triggers when a later migration rebuilds the table: such a migration must set them again.
"""

from django.db import migrations

from core.triggers import refuse_where

_AGAIN = """NEW.reverses_id IS NULL AND EXISTS (
    SELECT 1 FROM contributions_spending one
    WHERE one.campaign_id = NEW.campaign_id AND one.reverses_id IS NULL
    AND substr(CAST(one.spent_on AS text), 1, 4) = substr(CAST(NEW.spent_on AS text), 1, 4)
    AND upper(replace(one.voucher, ' ', '')) = upper(replace(NEW.voucher, ' ', ''))
    AND NOT EXISTS (SELECT 1 FROM contributions_spending back WHERE back.reverses_id = one.id))"""


class Migration(migrations.Migration):
    dependencies = (("contributions", "0012_receipts_of_land"),)

    operations = (
        refuse_where(
            "contributions_spending_voucher_once", table="contributions_spending", event="INSERT", found=_AGAIN,
            message="Số chứng từ này đã ghi trong năm của đợt vận động.",
        ),
    )  # fmt: skip
