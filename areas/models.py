"""The map (tỉnh, huyện, xã, thôn) and the organisations that sit on it."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q

from areas.enums import Level, OrganisationKind, PaperStyle
from core import text


def titled(kind_word: str, name: str) -> str:
    """ "Xã An Bình"; "" of nothing."""
    return f"{kind_word.capitalize()} {name}".strip()


class Area(models.Model):
    """A place with its span of validity; `path` holds the ids from the root, so a subtree is a prefix."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="trực thuộc"
    )
    path = models.CharField(max_length=120, unique=True, editable=False, null=True)  # noqa: DJ001 - unique, and not known before the id
    level = models.CharField("cấp", max_length=10, choices=Level)
    #: The word before the name: tỉnh, thành phố, huyện, xã, phường, thị trấn, đặc khu, thôn, xóm, bản, ấp, tổ dân phố.
    kind_word = models.CharField("loại", max_length=20)
    name = models.CharField("tên", max_length=120)
    code = models.CharField("mã", max_length=20, unique=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="nhập vào"
    )
    #: Where the row comes from: a package with its version, a decision, or the commune itself.
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "địa bàn"
        verbose_name_plural = "địa bàn"
        ordering = ("sort_key",)
        indexes = (
            models.Index(fields=["parent", "level"]),
            # Who lies below whom is asked by nearly every page: answered from the index alone, without reading the areas.
            models.Index(
                fields=["path", "id"], name="area_path_covering", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="area_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="area_root_is_province", condition=Q(parent__isnull=False) | Q(level=Level.PROVINCE)
            ),
        )

    def __str__(self) -> str:
        return titled(self.kind_word, self.name)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys true to the name; the path is set once the id is known (areas.actions moves areas).

        One transaction with what the rooms above do when an area changes (criteria counts cards by the area's dates).
        """
        self.name = text.tidy(self.name)
        self.sort_key = text.sort_key(self.name)
        self.search_key = text.search_key(f"{self.kind_word} {self.name}")
        super().save(*args, **kwargs)
        if self.path is None:
            root = self.parent.path if self.parent else "/"
            self.path = f"{root}{self.pk}/"
            super().save(update_fields=["path"])


class AreaFact(models.Model):
    """A dated fact of an area that chooses levels and bases: region column, commune group, households …"""

    area = models.ForeignKey(Area, models.CASCADE, related_name="facts")
    key = models.CharField("nội dung", max_length=40)
    value = models.CharField("giá trị", max_length=200)
    valid_from = models.DateField("từ ngày")
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "đặc điểm địa bàn"
        verbose_name_plural = "đặc điểm địa bàn"
        constraints = (models.UniqueConstraint(fields=["area", "key", "valid_from"], name="area_fact_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class Outline(models.Model):
    """An area's border for the map pages, with few points; loaded from a file that an administrator has the right to use."""

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="outline", verbose_name="địa bàn")
    #: GeoJSON MultiPolygon, longitude and latitude in WGS 84 (areas.outlines).
    geometry = models.JSONField("hình")
    source = models.CharField("nguồn", max_length=200)
    loaded_at = models.DateTimeField("nạp lúc")

    class Meta:
        verbose_name = "đường ranh giới"
        verbose_name_plural = "đường ranh giới"
        ordering = ("area__sort_key",)

    def __str__(self) -> str:
        return str(self.area)


class Organisation(models.Model):
    """A body on an area, with what its papers need: letterhead, symbol letters, style."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="organisations", verbose_name="địa bàn")
    kind = models.CharField("loại", max_length=20, choices=OrganisationKind)
    name = models.CharField("tên", max_length=200)
    sort_key = models.CharField(max_length=700, editable=False, db_index=True)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)
    style = models.CharField("thể thức", max_length=10, choices=PaperStyle, default=PaperStyle.STATE)
    #: The line above the issuer in the head; empty for a people's committee, which has none (NĐ 30/2020, Phụ lục I, II.2).
    letterhead_parent = models.CharField("cơ quan chủ quản (dòng đầu)", max_length=200, blank=True)
    #: The issuer in the head, one printed line per line of text.
    letterhead = models.TextField("tên cơ quan ở đầu văn bản", blank=True)
    #: What follows the type in the symbol: UBND, MTTQ-BTT, BCĐ, ĐU …
    symbol_letters = models.CharField("chữ viết tắt trong ký hiệu", max_length=30, blank=True)
    #: All types in one run of numbers, or (default) one run a type.
    numbers_together = models.BooleanField("đánh số chung mọi loại văn bản", default=False)
    #: Party papers count by term, e.g. "2025-2030".
    term = models.CharField("nhiệm kỳ", max_length=20, blank=True)
    #: Place before the date of a paper.
    place = models.CharField("địa danh", max_length=100, blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="tổ chức kế thừa"
    )

    class Meta:
        verbose_name = "tổ chức"
        verbose_name_plural = "tổ chức"
        ordering = ("sort_key",)
        constraints = (
            models.UniqueConstraint(
                fields=["area", "kind", "name"], condition=Q(valid_to=None), name="organisation_once_on_an_area"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = text.tidy(self.name)
        self.sort_key = text.sort_key(self.name)
        self.search_key = text.search_key(self.name)
        super().save(*args, **kwargs)


class BankAccount(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bank_accounts")
    number = models.CharField(
        "số tài khoản", max_length=30, validators=[RegexValidator(r"^\d{6,20}$", "Số tài khoản gồm 6 đến 20 chữ số.")]
    )
    bank = models.CharField("ngân hàng, kho bạc", max_length=120, blank=True)
    holder = models.CharField("chủ tài khoản", max_length=120, blank=True)
    #: In VietQR codes; without it no code can be drawn for the account.
    bin = models.CharField(
        "mã ngân hàng tại NAPAS", max_length=6, blank=True,
        validators=[RegexValidator(r"^\d{6}$", "Mã ngân hàng tại NAPAS gồm 6 chữ số.")],
    )  # fmt: skip
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "tài khoản ngân hàng"
        verbose_name_plural = "tài khoản ngân hàng"
        constraints = (models.UniqueConstraint(fields=["organisation", "number"], name="bank_account_once"),)

    def __str__(self) -> str:
        return self.number


class Post(models.Model):
    """A post of an organisation, e.g. Chủ tịch; who holds it on a day stands in PostHolder."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="posts")
    title = models.CharField("chức vụ", max_length=120)
    #: The lines above the title when its holder signs: "TM. ỦY BAN NHÂN DÂN" or with "KT. CHỦ TỊCH" below it.
    authority = models.TextField("thẩm quyền ký", blank=True)
    signs = models.BooleanField("được ký văn bản", default=False)
    rank = models.PositiveSmallIntegerField("thứ tự", default=10)

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ("rank", "title")
        constraints = (models.UniqueConstraint(fields=["organisation", "title"], name="post_once"),)

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


class PostHolder(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="holders")
    full_name = models.CharField("họ tên", max_length=120)
    user = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="posts_held")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "người giữ chức vụ"
        verbose_name_plural = "người giữ chức vụ"
        ordering = ("-valid_from",)
        constraints = (
            models.CheckConstraint(
                name="post_holder_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.full_name}, {self.post.title}"
