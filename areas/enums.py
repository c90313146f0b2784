"""Levels of the map and kinds of organisations."""

from django.db import models


class Level(models.TextChoices):
    """Level of an area. The district existed until 30/6/2025; which levels are in force is a matter of dates."""

    PROVINCE = "province", "cấp tỉnh"
    DISTRICT = "district", "cấp huyện"
    COMMUNE = "commune", "cấp xã"
    VILLAGE = "village", "thôn, xóm"


class OrganisationKind(models.TextChoices):
    PEOPLES_COMMITTEE = "ubnd", "Ủy ban nhân dân"
    PEOPLES_COUNCIL = "hdnd", "Hội đồng nhân dân"
    PARTY_COMMITTEE = "dang_uy", "Đảng ủy"
    FRONT = "mttq", "Ủy ban Mặt trận Tổ quốc"
    UNION = "doan_the", "Đoàn thể"
    STEERING = "bcd", "Ban Chỉ đạo"
    MANAGEMENT = "bql", "Ban Quản lý"
    AWARD_COUNCIL = "hd_tdkt", "Hội đồng Thi đua - Khen thưởng"
    COORDINATION = "vpdp", "Văn phòng điều phối nông thôn mới"
    DEPARTMENT = "phong_ban", "Phòng, ban chuyên môn"
    SCHOOL = "truong", "Trường học"
    HEALTH_STATION = "tram_y_te", "Trạm y tế"
    ENTERPRISE = "doanh_nghiep", "Doanh nghiệp, hợp tác xã"
    VILLAGE_BOARD = "ban_phat_trien", "Ban phát triển thôn"
    OTHER = "khac", "Tổ chức khác"


class PaperStyle(models.TextChoices):
    """Style profile of an issuer's papers: Nghị định 30/2020 (state), the Front's own block, the Party's rules."""

    STATE = "state", "Nhà nước"
    FRONT = "front", "Mặt trận"
    PARTY = "party", "Đảng"
