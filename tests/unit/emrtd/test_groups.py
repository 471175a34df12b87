"""Elements of both kinds of groups: what is refused, and that both ends agree."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd.curves import BAD_POINT, curve_by_parameter_id
from desktop_app.emrtd.groups import DhGroup, EcGroup, dh_by_parameter_id, dh_of_parameters


def _groups() -> list[EcGroup | DhGroup]:
    curves = [curve for number in range(8, 19) if (curve := curve_by_parameter_id(number)) is not None]
    primes = [group for number in range(3) if (group := dh_by_parameter_id(number)) is not None]
    return [*(EcGroup(curve) for curve in curves), *primes]


GROUPS = _groups()


def _dh() -> DhGroup:
    group = dh_by_parameter_id(0)
    assert group is not None
    return group


def test_there_are_eleven_curves_and_three_primes() -> None:
    assert len(GROUPS) == 14


@pytest.mark.parametrize("group", GROUPS)
def test_two_ends_agree(group: EcGroup | DhGroup) -> None:
    ours, theirs = group.draw(), group.draw()

    first = group.power(group.power(group.generator, ours), theirs)
    second = group.power(group.power(group.generator, theirs), ours)

    assert group.secret_of(first) == group.secret_of(second)


@pytest.mark.parametrize("group", GROUPS)
def test_combining_with_itself_is_the_second_power(group: EcGroup | DhGroup) -> None:
    assert group.combine(group.generator, group.generator) == group.power(group.generator, 2)


@pytest.mark.parametrize("number", range(3))
def test_the_order_of_a_prime_group_is_the_published_one(number: int) -> None:
    group = dh_by_parameter_id(number)
    assert group is not None and group.q is not None

    assert pow(group.g, group.q, group.p) == 1


@pytest.mark.parametrize("group", GROUPS)
def test_the_neutral_element_never_comes_out(group: EcGroup | DhGroup) -> None:
    order = group.curve.n if isinstance(group, EcGroup) else group.q
    assert order is not None

    with pytest.raises(AppError) as raised:
        group.power(group.generator, order)

    assert raised.value.code == BAD_POINT


@pytest.mark.parametrize("value", [0, 1, -1, "p", "p + 5", "one byte more"])
def test_a_number_outside_the_group_is_refused_everywhere(value: int | str) -> None:
    group = _dh()
    numbers = {"p": group.p, "p + 5": group.p + 5, "one byte more": 5 << 1024}
    number = numbers[value] if isinstance(value, str) else value % group.p
    element = number.to_bytes(129, "big").lstrip(b"\x00") or b"\x00"

    for use in (
        lambda: group.power(element, 3),
        lambda: group.combine(element, group.generator),
        lambda: group.secret_of(element),
        lambda: group.same_secret(element, group.generator),
    ):
        with pytest.raises(AppError) as raised:
            use()
        assert raised.value.code == BAD_POINT


def test_private_keys_are_drawn_below_the_order() -> None:
    group = _dh()
    assert group.q is not None
    draws = iter([b"\xff" * 20, group.q.to_bytes(20, "big"), bytes(20), b"\x00" * 19 + b"\x07"])

    assert group.draw(lambda size: next(draws)) == 7


def test_a_broken_source_of_random_bytes_is_a_bug() -> None:
    with pytest.raises(ValueError, match="random"):
        _dh().draw(lambda size: b"\xff" * size)


def test_a_chips_own_prime_of_unknown_order_is_taken() -> None:
    group = _dh()

    own = dh_of_parameters(group.p, group.g, None)

    assert own is not None
    assert own.draw().bit_length() > 400
