"""Money is whole đồng."""

from __future__ import annotations


def format_dong(amount: int) -> str:
    """`15000` as `15.000 đồng`.

    Raises:
        TypeError: not an integer; đồng have no fractions.
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError("đồng are whole numbers")
    return f"{amount:,}".replace(",", ".") + " đồng"
