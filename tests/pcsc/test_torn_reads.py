"""A card torn away after each single exchange of a read, through the real service; then a clean read."""

from __future__ import annotations

import pytest

from desktop_app.readers.simulator.chip_data import Switches
from tests.support.laid_card import SLOTS, chip_data, is_right, lay, read, wait_until_gone
from tests.support.pcscd import PrivatePcscd
from tests.support.proofs import proof
from tests.support.scale import scale

FEWEST = 3  # positions, spread over the read

pytestmark = [pytest.mark.pcsc, pytest.mark.prove, pytest.mark.timeout(1800)]


def _positions(exchanges: int) -> list[int]:
    """All of them at scale 1; some, spread from the first to the last but one, below."""
    count = max(FEWEST, round((exchanges - 1) * scale() ** 2))
    return sorted({1 + round(number * (exchanges - 2) / (count - 1)) for number in range(count)})


@pytest.mark.parametrize("longest", [None, 4096], ids=["short answers", "extended answers"])
def test_after_any_exchange_a_torn_card_is_told_and_the_next_read_is_clean(
    pcscd: PrivatePcscd, longest: int | None
) -> None:
    slot, data = SLOTS[0], chip_data().with_switches(Switches(extended_limit=longest))
    with lay(pcscd.port, data) as whole:
        assert is_right(read(slot, data), data)
    wait_until_gone(slot)
    seen: dict[int, str] = {}

    for position in _positions(whole.answered):
        with lay(pcscd.port, data, leaves_after=position):
            torn = read(slot, data)
        wait_until_gone(slot, torn=True)
        with lay(pcscd.port, data):
            again = read(slot, data)
        wait_until_gone(slot)
        assert torn.error is not None, position
        assert all(raw == data.named_files()[name] for name, raw in torn.files.items())
        assert is_right(again, data), (position, again.error)
        seen[position] = torn.error.code

    assert {code.partition(".")[0] for code in seen.values()} == {"readers"}, seen
    how = "short" if longest is None else "extended"
    proof(
        f"card torn away after an exchange of a read with {how} answers, through pcscd",
        len(seen),
        f"of {whole.answered} exchanges; always {', '.join(sorted(set(seen.values())))}, then a clean read",
    )
