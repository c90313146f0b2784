"""The database itself refuses to change or delete what went up."""

from django.db import migrations

from core.triggers import refuse

SENT = "Bản báo cáo đã gửi không sửa, không xóa."


class Migration(migrations.Migration):
    dependencies = (("reporting", "0001_periodic_reports"),)

    operations = (
        refuse("sent_version_no_update", table="reporting_sentversion", event="UPDATE", when="1 = 1", message=SENT),
        refuse("sent_version_no_delete", table="reporting_sentversion", event="DELETE", when="1 = 1", message=SENT),
    )
