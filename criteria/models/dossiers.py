"""Hồ sơ đề nghị công nhận: what a commune puts together to be recognised, with the opinions, the meeting and the survey in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from criteria.enums import DossierPart, OpinionWay
from criteria.models.cards import Scorecard


class Dossier(models.Model):
    """The dossier of one card; its checklist is computed, its papers are documents, its ZIP is made on request."""

    card = models.OneToOneField(Scorecard, models.PROTECT, related_name="dossier", verbose_name="phiếu tự đánh giá")
    #: Satisfaction survey: when ballots were carried out, and what it says of the way.
    surveyed_from = models.DateField("lấy ý kiến hài lòng từ", null=True, blank=True)
    surveyed_to = models.DateField("đến", null=True, blank=True)
    #: The paper that says the commune reached "An toàn về an ninh, trật tự": a condition of its own that no row of the card answers.
    security = models.CharField("văn bản xác nhận An toàn về an ninh, trật tự", max_length=200, blank=True)
    sent_on = models.DateField("gửi hồ sơ ngày", null=True, blank=True)
    note = models.TextField("ghi chú", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "hồ sơ đề nghị công nhận"
        verbose_name_plural = "hồ sơ đề nghị công nhận"
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                name="dossier_survey_dates_in_order",
                condition=Q(surveyed_from=None) | Q(surveyed_to=None) | Q(surveyed_to__gte=F("surveyed_from")),
            ),
        )

    def __str__(self) -> str:
        return f"Hồ sơ đề nghị công nhận {self.card}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:dossier", args=[self.pk])


class DossierPaper(models.Model):
    """A paper of the dossier as a document; drafted anew while it is a draft."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    part = models.CharField("loại", max_length=10, choices=DossierPart)
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="dossier_paper")
    #: SHA-256 of the wording as drafted from the data; another one now means that a person has edited it since.
    drafted = models.CharField(max_length=64, editable=False)
    #: SHA-256 of what the data says apart from the day; the same draft of other data has another. Empty: not known.
    data = models.CharField(max_length=64, blank=True, editable=False)
    #: Each sentence as drafted with the text that stands in its place: [["Chủ trì: …", "Chủ trì: bà Lò Thị Mến"], …].
    wording = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = "văn bản của hồ sơ"
        verbose_name_plural = "văn bản của hồ sơ"
        constraints = (models.UniqueConstraint(fields=["dossier", "part"], name="dossier_paper_once"),)

    def __str__(self) -> str:
        return self.get_part_display()


class DossierPhoto(models.Model):
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="photos")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField("chú thích", max_length=300)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ảnh minh họa"
        verbose_name_plural = "ảnh minh họa"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.caption


class Opinion(models.Model):
    """What one body, or the people of one village, said of the results that were shown to them."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="opinions")
    #: The name as it was then of the body (Mặt trận, đoàn thể …) or, for people, of their village.
    giver = models.CharField("nơi góp ý", max_length=200)
    body = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tổ chức"
    )
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn")
    way = models.CharField("hình thức", max_length=12, choices=OpinionWay)
    held_from = models.DateField("từ ngày")
    held_to = models.DateField("đến ngày", null=True, blank=True)
    asked = models.PositiveIntegerField("số người được hỏi, dự họp", null=True, blank=True)
    agreed = models.PositiveIntegerField("số người nhất trí", null=True, blank=True)
    text = models.TextField("ý kiến", blank=True)
    #: What the commune did with it.
    answer = models.TextField("tiếp thu, giải trình", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ý kiến góp ý"
        verbose_name_plural = "ý kiến góp ý"
        ordering = ("held_from", "pk")
        constraints = (
            models.CheckConstraint(
                name="opinion_agreed_among_asked",
                condition=Q(agreed=None) | (Q(asked__isnull=False) & Q(agreed__lte=F("asked"))),
            ),
        )

    def __str__(self) -> str:
        return self.giver


class ProposalMeeting(models.Model):
    """The meeting that votes on asking for recognition; the last one counts."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="meetings")
    held_on = models.DateField("ngày họp")
    starts_at = models.TimeField("bắt đầu", null=True, blank=True)
    ends_at = models.TimeField("kết thúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    chair = models.CharField("chủ trì", max_length=150)
    secretary = models.CharField("thư ký", max_length=150)
    invited = models.PositiveIntegerField("số được mời")
    present = models.PositiveIntegerField("số có mặt")
    agreed = models.PositiveIntegerField("số biểu quyết đồng ý")
    disagreed = models.PositiveIntegerField("số không đồng ý", default=0)
    members = models.TextField("thành phần dự", blank=True)
    #: Who was invited and did not come, one a line.
    absent = models.TextField("vắng mặt", blank=True)
    discussion = models.TextField("ý kiến thảo luận", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "cuộc họp đề nghị"
        verbose_name_plural = "cuộc họp đề nghị"
        ordering = ("held_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="proposal_meeting_votes_of_those_present",
                condition=Q(present__lte=F("invited")) & Q(present__gte=F("agreed") + F("disagreed")),
            ),
        )

    def __str__(self) -> str:
        return f"Cuộc họp ngày {self.held_on:%d/%m/%Y}"


class SurveyItem(models.Model):
    """One question of the ballot on residents' satisfaction; `criterion` is what it asks about."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="survey_items")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("nội dung hỏi", max_length=300)
    criterion = models.PositiveSmallIntegerField("tiêu chí số", null=True, blank=True)

    class Meta:
        verbose_name = "nội dung hỏi"
        verbose_name_plural = "nội dung hỏi"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class SurveyCount(models.Model):
    """The paper ballots of one village: how many households there are, ballots handed out, come back, valid."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="survey_counts")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="thôn")
    households = models.PositiveIntegerField("tổng số hộ")
    handed_out = models.PositiveIntegerField("phiếu phát ra")
    returned = models.PositiveIntegerField("phiếu thu về")
    valid = models.PositiveIntegerField("phiếu hợp lệ")
    #: Valid ballots that are satisfied on the whole.
    satisfied = models.PositiveIntegerField("hài lòng chung")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "kiểm phiếu của thôn"
        verbose_name_plural = "kiểm phiếu của thôn"
        ordering = ("area__sort_key",)
        constraints = (
            models.UniqueConstraint(fields=["dossier", "area"], name="survey_count_once_a_village"),
            models.CheckConstraint(
                name="survey_count_falls",
                condition=Q(handed_out__lte=F("households")) & Q(returned__lte=F("handed_out")) & Q(valid__lte=F("returned"))
                & Q(satisfied__lte=F("valid")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.area)


class SurveyAnswer(models.Model):
    """How many valid ballots of a village are satisfied with one item."""

    count = models.ForeignKey(SurveyCount, models.CASCADE, related_name="answers")
    item = models.ForeignKey(SurveyItem, models.CASCADE, related_name="answers")
    satisfied = models.PositiveIntegerField("hài lòng")

    class Meta:
        verbose_name = "kết quả một nội dung hỏi"
        verbose_name_plural = "kết quả một nội dung hỏi"
        constraints = (models.UniqueConstraint(fields=["count", "item"], name="survey_answer_once"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.satisfied}"


class RecognitionRule(models.Model):
    """A condition or threshold of recognition and revocation, as dated data an administrator can change.

    `key` is what the code asks for; the rows of criteria/recognition/*.yaml are loaded once and then belong to people.
    """

    key = models.CharField("quy tắc", max_length=40)
    #: Which set it speaks of; empty for all.
    criteria_set = models.ForeignKey(
        "criteria.CriteriaSet", models.PROTECT, null=True, blank=True, related_name="recognition_rules",
        verbose_name="bộ tiêu chí",
    )  # fmt: skip
    number = models.DecimalField("giá trị", max_digits=10, decimal_places=2, null=True, blank=True)
    text = models.CharField("nội dung", max_length=500, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    basis = models.CharField("theo văn bản", max_length=200, blank=True)
    #: Nobody has compared it with the decision yet: shown so wherever it decides anything.
    confirmed = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "quy tắc công nhận"
        verbose_name_plural = "quy tắc công nhận"
        ordering = ("key", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=["key", "criteria_set", "valid_from"], name="recognition_rule_once"),
            models.UniqueConstraint(
                fields=["key", "valid_from"], condition=Q(criteria_set=None), name="recognition_rule_once_for_all_sets"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.number if self.number is not None else self.text}"
