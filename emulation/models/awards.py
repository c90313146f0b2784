"""From ranking to award: forms with their dated rules, nominations, the council's session, decisions and certificates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.enums import AwardLevel
from core import text
from emulation.enums import AwardFor, CertificateMode, NominationState, SessionState, VoteBase
from emulation.models.drives import Drive, Entry


class AwardForm(models.Model):
    """A form of award, for one kind of receiver: "Giấy khen của Chủ tịch UBND xã", for households."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = models.CharField("hình thức", max_length=200)
    level = models.CharField("cấp khen", max_length=10, choices=AwardLevel)
    given_to = models.CharField("tặng cho", max_length=10, choices=AwardFor)
    #: A title ("danh hiệu") is reviewed as "bình xét thi đua", a commendation as "xét khen thưởng" (Luật 06/2022, điều 84).
    is_title = models.BooleanField("là danh hiệu thi đua", default=False)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "hình thức khen thưởng"
        verbose_name_plural = "hình thức khen thưởng"
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name


class AwardRule(models.Model):
    """What is in force for a form from a day on: its bonus and its vote. Data with a source, for an administrator to change."""

    form = models.ForeignKey(AwardForm, models.CASCADE, related_name="rules")
    effective_from = models.DateField("từ ngày")
    #: Times the base salary of the decision's day; empty: not established, no bonus is computed.
    coefficient = models.DecimalField("hệ số tiền thưởng", max_digits=5, decimal_places=3, null=True, blank=True)
    #: Share of votes in percent; `more_than` asks for more than it (a majority), not just for it.
    vote_percent = models.DecimalField("tỷ lệ phiếu đồng ý (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    more_than = models.BooleanField("phải trên tỷ lệ này", default=False)
    vote_base = models.CharField("tính trên", max_length=10, choices=VoteBase, default=VoteBase.PRESENT)
    source = models.CharField("căn cứ", max_length=300)
    #: As in sets of criteria: established from a source, recalled, or local rules to be entered.
    sure = models.BooleanField("đã đối chiếu văn bản", default=False)

    class Meta:
        verbose_name = "quy định khen thưởng"
        verbose_name_plural = "quy định khen thưởng"
        ordering = ("form", "effective_from")
        constraints = (models.UniqueConstraint(fields=["form", "effective_from"], name="award_rule_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.form}, từ {self.effective_from:%d/%m/%Y}"


class BaseSalary(models.Model):
    """Lương cơ sở from a day on, đồng a month."""

    effective_from = models.DateField("từ ngày", unique=True)
    amount = models.PositiveIntegerField("mức (đồng)")
    source = models.CharField("căn cứ", max_length=300)
    sure = models.BooleanField("đã đối chiếu văn bản", default=False)

    class Meta:
        verbose_name = "lương cơ sở"
        verbose_name_plural = "lương cơ sở"
        ordering = ("effective_from",)

    def __str__(self) -> str:
        return f"{self.amount} đồng"


class AwardQuota(models.Model):
    """How many of a form a drive holds out; selecting more is refused. Without a row there is no limit."""

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="quotas")
    form = models.ForeignKey(AwardForm, models.PROTECT, related_name="quotas", verbose_name="hình thức khen")
    number = models.PositiveSmallIntegerField("số lượng")

    class Meta:
        verbose_name = "chỉ tiêu khen thưởng"
        verbose_name_plural = "chỉ tiêu khen thưởng"
        ordering = ("form__position",)
        constraints = (models.UniqueConstraint(fields=["drive", "form"], name="award_quota_once"),)

    def __str__(self) -> str:
        return f"{self.form}: {self.number}"


class Nomination(models.Model):
    """Somebody is put forward for a form of award for what they did in a drive."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="nominations", verbose_name="đợt thi đua")
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="đăng ký thi đua"
    )
    form = models.ForeignKey(AwardForm, models.PROTECT, related_name="nominations", verbose_name="hình thức khen")
    #: Who puts them forward: the village, or the commune's own steering committee.
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="nominations", verbose_name="nơi đề nghị")
    #: As it stands on the certificate.
    name = models.CharField("tên ghi trên giấy khen", max_length=120)
    post = models.CharField("chức vụ, địa chỉ", max_length=300, blank=True)
    achievement = models.TextField("thành tích")
    #: What the achievement is, in a few words of the certificate: "Đã có thành tích xuất sắc trong …".
    citation = models.TextField("nội dung ghi trên giấy khen")
    #: Somebody declares it; barred from consideration (Luật 06/2022; official-forms 5.2).
    #: From which day to which the achievement was made.
    achieved_from = models.DateField("thành tích từ ngày", null=True, blank=True)
    achieved_to = models.DateField("đến hết ngày", null=True, blank=True)
    under_discipline = models.BooleanField("đang bị xem xét kỷ luật, điều tra hoặc đã bị kỷ luật", default=False)
    state = models.CharField("tình trạng", max_length=12, choices=NominationState, default=NominationState.PROPOSED)
    reason = models.TextField("ý kiến", blank=True)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        verbose_name_plural = "đề nghị khen thưởng"
        ordering = ("form__position", "sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                name="nomination_dates_in_order",
                condition=Q(achieved_from=None) | Q(achieved_to=None) | Q(achieved_to__gte=F("achieved_from")),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        self.search_key = text.search_key(f"{self.name} {self.post}")
        self.sort_key = text.sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("emulation:nomination", args=[self.drive_id, self.pk])


class Session(models.Model):
    """One session of the council of a commune: who was called and came, how each nomination was voted on."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="sessions", verbose_name="đợt thi đua")
    council = models.ForeignKey(
        "campaigns.Committee", models.PROTECT, related_name="sessions", verbose_name="Hội đồng Thi đua – Khen thưởng"
    )
    held_on = models.DateField("ngày họp")
    held_at = models.TimeField("lúc", null=True, blank=True)
    ended_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300)
    nominations = models.ManyToManyField(Nomination, related_name="sessions", verbose_name="đề nghị đưa ra xét")
    chair = models.CharField("người chủ trì", max_length=150, blank=True)
    secretary = models.CharField("thư ký", max_length=150, blank=True)
    discussion = models.TextField("ý kiến thảo luận", blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=SessionState, default=SessionState.CALLED)
    invitation = models.OneToOneField(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="award_invitation"
    )
    minutes = models.OneToOneField(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="award_minutes"
    )
    submission = models.OneToOneField(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="award_submission"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "cuộc họp Hội đồng TĐKT"
        verbose_name_plural = "cuộc họp Hội đồng TĐKT"
        ordering = ("-held_on", "-pk")
        indexes = (models.Index(fields=["held_on"], condition=Q(state="called"), name="session_called"),)

    def __str__(self) -> str:
        return f"Họp Hội đồng TĐKT ngày {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("emulation:session", args=[self.drive_id, self.pk])

    def get_paper_url(self, document_pk: int) -> str:
        """The page of one of its three papers."""
        kinds = {self.invitation_id: "giay-moi", self.minutes_id: "bien-ban", self.submission_id: "to-trinh"}
        return reverse("emulation:session_paper", args=[self.drive_id, self.pk, kinds[document_pk]])


class Attendance(models.Model):
    """A member of the council at a session: present, or absent with a written opinion."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    position = models.PositiveSmallIntegerField("thứ tự")
    full_name = models.CharField("họ tên", max_length=150)
    post = models.CharField("chức vụ", max_length=200, blank=True)
    duty = models.CharField("trong hội đồng", max_length=200, blank=True)
    present = models.BooleanField("có mặt", default=False)
    written = models.BooleanField("gửi ý kiến bằng văn bản", default=False)

    class Meta:
        verbose_name = "thành viên dự họp"
        verbose_name_plural = "thành viên dự họp"
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(name="attendance_present_or_written", condition=Q(present=False) | Q(written=False)),
        )

    def __str__(self) -> str:
        return self.full_name


class Ballot(models.Model):
    """How one nomination was voted on: ballots issued, returned, valid, for."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="ballots")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="ballot")
    issued = models.PositiveSmallIntegerField("phiếu phát ra")
    returned = models.PositiveSmallIntegerField("phiếu thu về")
    valid = models.PositiveSmallIntegerField("phiếu hợp lệ")
    agreed = models.PositiveSmallIntegerField("phiếu đồng ý")
    #: The base, the share and the rule of that day, so that a later rule changes no vote.
    base = models.PositiveSmallIntegerField("tính trên số người")
    vote_base = models.CharField("tính trên", max_length=10, choices=VoteBase, default=VoteBase.PRESENT)
    needed_percent = models.DecimalField("tỷ lệ cần (%)", max_digits=5, decimal_places=2)
    more_than = models.BooleanField("phải trên tỷ lệ này", default=False)
    passed = models.BooleanField("đạt")

    class Meta:
        verbose_name = "kết quả bỏ phiếu"
        verbose_name_plural = "kết quả bỏ phiếu"
        ordering = ("nomination__form__position", "nomination__sort_key")
        constraints = (
            models.CheckConstraint(
                name="ballot_counts",
                condition=Q(returned__lte=F("issued"), valid__lte=F("returned"), agreed__lte=F("valid"), base__gt=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreed}/{self.base}"


class AwardDecision(models.Model):
    """The decision that grants the awards of a session, with its list."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="decisions", verbose_name="cuộc họp")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="award_decision")
    #: The day whose base salary and rules the bonuses follow.
    decided_on = models.DateField("ngày quyết định")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "quyết định khen thưởng"
        verbose_name_plural = "quyết định khen thưởng"
        ordering = ("-decided_on", "-pk")

    def __str__(self) -> str:
        return f"Quyết định khen thưởng ngày {self.decided_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("emulation:decision", args=[self.pk])


class Award(models.Model):
    """One award of a decision; its number in the golden book is its place in the decision (NĐ 98/2023, điều 104)."""

    decision = models.ForeignKey(AwardDecision, models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award")
    position = models.PositiveIntegerField("số sổ vàng")
    #: Đồng; empty where the rule of that day is not established.
    bonus = models.PositiveIntegerField("tiền thưởng (đồng)", null=True, blank=True)
    #: How it was computed: "0,3 × 2.340.000 đồng".
    bonus_basis = models.CharField("cách tính", max_length=200, blank=True)
    #: Not paid: a higher award for the same is (NĐ 152/2025, điều 49).
    bonus_note = models.CharField("ghi chú tiền thưởng", max_length=200, blank=True)

    class Meta:
        verbose_name = "khen thưởng"
        verbose_name_plural = "khen thưởng"
        ordering = ("decision", "position")
        constraints = (models.UniqueConstraint(fields=["decision", "position"], name="award_position_once"),)

    def __str__(self) -> str:
        return str(self.nomination)


class CertificateLayout(models.Model):
    """Where the text stands on a commune's own pre-printed stock; one row an area and mode. Millimetres and points."""

    area = models.ForeignKey("areas.Area", models.CASCADE, related_name="certificate_layouts")
    mode = models.CharField("cách in", max_length=10, choices=CertificateMode)
    #: By piece of text: {"name": {"y": 95.0, "size": 26}}; what is not named stands as the standard layout says.
    places = models.JSONField("vị trí, cỡ chữ", default=dict)
    #: Everything moved by this much, for printers that feed paper askew.
    shift_x = models.DecimalField("dịch sang phải (mm)", max_digits=5, decimal_places=1, default=0)
    shift_y = models.DecimalField("dịch xuống (mm)", max_digits=5, decimal_places=1, default=0)
    #: The commune's own picture of the national emblem, for full pages; the system draws none.
    emblem = models.OneToOneField(
        "documents.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="hình Quốc huy"
    )

    class Meta:
        verbose_name = "vị trí in giấy khen"
        verbose_name_plural = "vị trí in giấy khen"
        constraints = (models.UniqueConstraint(fields=["area", "mode"], name="certificate_layout_once"),)

    def __str__(self) -> str:
        return f"{self.area}: {self.get_mode_display()}"


class HigherAward(models.Model):
    """The dossier of an award of the level above, on its way up: tờ trình with the list, reports, minutes."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="higher_awards", verbose_name="đợt thi đua")
    nominations = models.ManyToManyField(Nomination, related_name="higher_awards", verbose_name="đề nghị")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="higher_award")
    sent_on = models.DateField("gửi ngày", null=True, blank=True)
    answer = models.TextField("kết quả", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "hồ sơ trình khen cấp trên"
        verbose_name_plural = "hồ sơ trình khen cấp trên"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return "Hồ sơ trình khen cấp trên"

    def get_absolute_url(self) -> str:
        return reverse("emulation:higher_award", args=[self.drive_id, self.pk])
