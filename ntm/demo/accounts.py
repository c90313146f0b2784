"""The demonstration's people: made up, one for each role, all with one password that only the demonstration uses."""

from __future__ import annotations

from typing import NamedTuple

from accounts.enums import Role

PASSWORD = "nong-thon-moi-2026"  # noqa: S105 - printed by `make run`; load_demo refuses databases with other people


class Person(NamedTuple):
    role: Role
    phone: str
    full_name: str
    #: Code of the area the role is held on.
    area: str
    #: Part of the unit's name, for roles that stand for one.
    unit: str = ""
    #: Further areas on which the role is held.
    also: tuple[str, ...] = ()


_COMMUNE = "cu-20185"  # xã Thượng Lộ
PEOPLE: tuple[Person, ...] = (
    Person(Role.NTM_OFFICER, "0900000001", "Trần Thị Minh Họa", _COMMUNE),
    Person(Role.LEADER, "0900000002", "Lê Văn Làm Mẫu", _COMMUNE),
    Person(Role.CLERK, "0900000003", "Nguyễn Thị Thử", _COMMUNE),
    Person(Role.ACCOUNTANT, "0900000004", "Phạm Thị Ví Dụ", _COMMUNE),
    Person(Role.CASHIER, "0900000005", "Hoàng Văn Mẫu", _COMMUNE),
    Person(Role.COLLECTOR, "0900000006", "Đặng Văn Thí Dụ", _COMMUNE),
    Person(Role.FRONT_OFFICER, "0900000007", "Bùi Thị Minh Họa", _COMMUNE, "Ủy ban MTTQ"),
    Person(Role.VILLAGE_REPORTER, "0900000008", "Hồ Văn Thử", "demo-cha-mang"),
    Person(Role.GROUP_MEMBER, "0900000009", "Võ Thị Mẫu", _COMMUNE),
    Person(Role.SCORER, "0900000010", "Đỗ Văn Minh Họa", _COMMUNE),
    Person(Role.COUNCIL_MEMBER, "0900000011", "Ngô Thị Làm Mẫu", _COMMUNE),
    Person(Role.COUNCIL_SECRETARY, "0900000012", "Dương Văn Thử", _COMMUNE),
    Person(Role.UNIT_REPRESENTATIVE, "0900000013", "Lý Thị Ví Dụ", _COMMUNE, "Trạm Y tế"),
    # Reads all five plans: the quickest look around.
    Person(
        Role.READER,
        "0900000014",
        "Mai Văn Mẫu",
        _COMMUNE,
        also=("cu-05833", "cu-05539", "demo-huyen-dak-nong", "demo-xa-ky-anh"),
    ),
    Person(Role.ADMINISTRATOR, "0900000015", "Phan Thị Quản Trị Mẫu", _COMMUNE),
    Person(Role.COORDINATION, "0900000016", "Vũ Văn Điều Phối Mẫu", "cu-46-nam-dong"),
    Person(Role.COORDINATION_LEADER, "0900000017", "Đinh Thị Lãnh Đạo Mẫu", "cu-46-nam-dong"),
    # The province, which decides on levels and recognises.
    Person(Role.COORDINATION, "0900000018", "Tôn Thị Cấp Tỉnh Mẫu", "cu-46"),
)
#: Officers of the other plans' places, so that each sees only the own.
NEIGHBOURS: tuple[Person, ...] = (
    Person(Role.NTM_OFFICER, "0900000021", "Trịnh Văn Mẫu", "cu-05833"),
    Person(Role.NTM_OFFICER, "0900000022", "Lâm Thị Thử", "cu-05539"),
    # Linh Thông's campaign needs them: who writes money, who confirms it, who approves, who numbers the plan.
    Person(Role.ACCOUNTANT, "0900000025", "Quách Thị Kế Toán Mẫu", "cu-05539"),
    Person(Role.CASHIER, "0900000026", "Chu Văn Thủ Quỹ Mẫu", "cu-05539"),
    Person(Role.LEADER, "0900000027", "Hứa Thị Lãnh Đạo Mẫu", "cu-05539"),
    Person(Role.CLERK, "0900000028", "Kiều Văn Văn Thư Mẫu", "cu-05539"),
    # For the six made-up communes of the rounds.
    Person(
        Role.LEADER,
        "0900000029",
        "Lương Văn Xã Mẫu",
        "demo-xa-1",
        also=tuple(f"demo-xa-{number}" for number in range(2, 7)),
    ),
    Person(Role.FRONT_OFFICER, "0900000023", "Cao Văn Ví Dụ", "demo-huyen-dak-nong"),
    Person(Role.NTM_OFFICER, "0900000024", "Tạ Thị Minh Họa", "demo-xa-ky-anh"),
)
#: Role in words, what to sign in with, password: what `make run` prints.
ACCOUNTS: list[tuple[str, str, str]] = [(person.role.label, person.phone, PASSWORD) for person in PEOPLE]
