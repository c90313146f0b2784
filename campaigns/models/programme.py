"""What a plan sets out besides criteria: rates, awards, villages, dates, routines, money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from campaigns.enums import AwardLevel, Every, FundKind, MilestoneRule, Pot, VillageRole
from campaigns.models.plan import Plan, PlanRow


class ContributionTerms(models.Model):
    """What a contribution campaign asks for; words stay voluntary everywhere (vận động, đăng ký)."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="terms")
    labour_day_value = models.BigIntegerField("giá trị một ngày công (đồng)", null=True, blank=True)
    organisation_minimum = models.BigIntegerField("doanh nghiệp, tổ chức: từ (đồng)", null=True, blank=True)
    account = models.ForeignKey(
        "areas.BankAccount", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản nhận"
    )
    #: As the plan prints it, where the account is not in the register.
    account_number = models.CharField("số tài khoản", max_length=30, blank=True)
    purpose = models.TextField("dùng vào việc", blank=True)
    pot = models.CharField("khoản thu thuộc", max_length=10, choices=Pot, blank=True)
    decision = models.ForeignKey(
        "campaigns.ResidentsDecision", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="quyết định của Nhân dân",
    )  # fmt: skip

    class Meta:
        verbose_name = "mức vận động"
        verbose_name_plural = "mức vận động"

    def __str__(self) -> str:
        return f"Mức vận động của {self.plan}"


class Bracket(PlanRow):
    """Days (or đồng) asked of one group; incomes are đồng a month, the lower limit included, the upper one not."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="brackets")
    group = models.TextField("đối tượng", blank=True)
    min_income = models.BigIntegerField("thu nhập từ (đồng/tháng)", null=True, blank=True)
    max_income = models.BigIntegerField("đến dưới (đồng/tháng)", null=True, blank=True)
    days = models.DecimalField("số ngày công", max_digits=6, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField("hoặc số tiền (đồng)", null=True, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "mức theo đối tượng"
        verbose_name_plural = "mức theo đối tượng"
        constraints = (
            models.CheckConstraint(
                name="bracket_limits_in_order",
                condition=Q(min_income=None) | Q(max_income=None) | Q(max_income__gt=models.F("min_income")),
            ),
        )

    def __str__(self) -> str:
        return self.group or str(self.days or self.amount)


class PlanAward(PlanRow):
    """A form of award that the plan holds out."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="awards")
    level = models.CharField("cấp khen", max_length=10, choices=AwardLevel)
    form = models.TextField("hình thức")
    rule = models.TextField("cách xét", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "hình thức khen thưởng"
        verbose_name_plural = "hình thức khen thưởng"

    def __str__(self) -> str:
        return self.form


class PlanVillage(PlanRow):
    """A village the plan names, and what it must reach."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="villages")
    area = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn trong danh mục"
    )
    name = models.CharField("thôn", max_length=200)
    role = models.CharField("vai trò", max_length=10, choices=VillageRole, default=VillageRole.NAMED)
    reach = models.TextField("phải đạt", blank=True)
    criteria = models.PositiveSmallIntegerField("số tiêu chí", null=True, blank=True)
    gardens = models.PositiveSmallIntegerField("số vườn mẫu", null=True, blank=True)
    garden_criteria = models.PositiveSmallIntegerField("tiêu chí mỗi vườn", null=True, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "thôn trong kế hoạch"
        verbose_name_plural = "thôn trong kế hoạch"

    def __str__(self) -> str:
        return self.name


class Milestone(PlanRow):
    """Something due on, before or by a day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    what = models.TextField("việc")
    on = models.DateField("ngày")
    rule = models.CharField("mốc", max_length=10, choices=MilestoneRule, default=MilestoneRule.ON)
    place = models.CharField("địa điểm", max_length=300, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "mốc thời gian"
        verbose_name_plural = "mốc thời gian"

    def __str__(self) -> str:
        return self.what


class Routine(PlanRow):
    """What comes back every day, week, month …: a report, ngày ra quân, Chủ nhật xanh."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="routines")
    what = models.TextField("việc")
    every = models.CharField("chu kỳ", max_length=10, choices=Every)
    at = models.TimeField("giờ", null=True, blank=True)
    who = models.TextField("ai làm", blank=True)
    #: Day of the month (1–31) or of the week (1 Monday – 7 Sunday) it falls on, where that is fixed.
    day = models.PositiveSmallIntegerField("vào ngày, thứ", null=True, blank=True)
    #: It gathers people: attendance, labour days and photos are noted each time.
    gathers = models.BooleanField("có huy động người tham gia", default=False)

    class Meta(PlanRow.Meta):
        verbose_name = "hoạt động định kỳ"
        verbose_name_plural = "hoạt động định kỳ"

    def __str__(self) -> str:
        return self.what[:80]


class Fund(PlanRow):
    """A source of the plan's money."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="funds")
    kind = models.CharField("nguồn", max_length=10, choices=FundKind)
    text = models.TextField("nội dung", blank=True)
    amount = models.BigIntegerField("số tiền (đồng)", null=True, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "nguồn kinh phí"
        verbose_name_plural = "nguồn kinh phí"

    def __str__(self) -> str:
        return self.text or self.get_kind_display()


class CostLine(PlanRow):
    """What the money goes to: quantity × price, or an amount; đồng."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="costs")
    text = models.TextField("nội dung chi")
    quantity = models.DecimalField("số lượng", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=50, blank=True)
    price = models.BigIntegerField("đơn giá (đồng)", null=True, blank=True)
    amount = models.BigIntegerField("thành tiền (đồng)", null=True, blank=True)
    fund = models.ForeignKey(
        Fund, models.SET_NULL, null=True, blank=True, related_name="costs", verbose_name="từ nguồn"
    )

    class Meta(PlanRow.Meta):
        verbose_name = "dòng chi"
        verbose_name_plural = "dòng chi"

    def __str__(self) -> str:
        return self.text[:80]
