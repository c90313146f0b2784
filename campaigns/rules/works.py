"""What is paid, owed and covered of a work. Pure; amounts in whole đồng."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """How a work's money stands."""

    #: Accepted and not paid yet.
    debt: int
    #: Paid above what was accepted.
    over: int
    #: Paid while nothing is accepted.
    advance: int


def balance(accepted: int | None, paid: int) -> Balance:
    """The debt is what was accepted less what was paid; never below nothing: the rest then is said as overpaid."""
    if accepted is None:
        return Balance(0, 0, max(paid, 0))
    return Balance(max(accepted - paid, 0), max(paid - accepted, 0), 0)


def remarks(*, total: int | None, accepted: int | None, paid: int, funds: int | None) -> list[str]:
    """What does not fit together in a work's money, a sentence each; `funds` is None where no source is named."""
    said = []
    if total is not None and funds is not None and funds != total:
        what = "thiếu" if funds < total else "thừa"
        said.append(f"Cộng các nguồn vốn {what} {_dong(abs(total - funds))} so với tổng mức.")
    if total is not None and accepted is not None and accepted > total:
        said.append(f"Giá trị nghiệm thu vượt tổng mức {_dong(accepted - total)}.")
    if accepted is not None and paid > accepted:
        said.append(f"Đã thanh toán vượt giá trị nghiệm thu {_dong(paid - accepted)}.")
    elif total is not None and paid > total:
        said.append(f"Đã thanh toán vượt tổng mức {_dong(paid - total)}.")
    return said


def _dong(amount: int) -> str:
    return f"{amount:,} đồng".replace(",", ".")
