"""Chains through link certificates, and what revocation lists do to them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cryptography import x509

from desktop_app.core.terms import TrustScope
from desktop_app.emrtd import signatures
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.trust import Anchor, judge_chain
from tests.support.issuers import NOW, YEAR, Authority


def _judge(signer: bytes, *roots: bytes, others=(), revocation=()) -> Check:
    anchors = [Anchor(root, TrustScope.CITIZEN_CARD) for root in roots]
    return judge_chain(signer, anchors, NOW, others=others, revocation=revocation)


@pytest.fixture
def keys() -> list[Authority]:
    """Successive keys of one issuer, all under the same name."""
    return [Authority("CSCA") for _ in range(7)]


def _links(keys: list[Authority]) -> list[bytes]:
    """Each key certified by the one before."""
    return [new.certificate(by=old) for old, new in pairwise(keys)]


def test_a_signer_under_the_next_key_is_verified_through_its_link(keys: list[Authority]) -> None:
    signer = keys[1].signer()

    assert _judge(signer, keys[0].certificate(), others=_links(keys[:2])) == VERIFIED


def test_without_the_link_the_next_key_is_unknown(keys: list[Authority]) -> None:
    assert _judge(keys[1].signer(), keys[0].certificate()) == failed(Reason.UNKNOWN_ISSUER)


@pytest.mark.parametrize(("hops", "expected"), [(4, VERIFIED), (5, failed(Reason.UNKNOWN_ISSUER))])
def test_a_chain_goes_over_four_links_and_no_more(keys: list[Authority], hops: int, expected: Check) -> None:
    signer = keys[hops].signer()

    assert _judge(signer, keys[0].certificate(), others=_links(keys[: hops + 1])) == expected


def test_links_in_a_circle_end(keys: list[Authority]) -> None:
    circle = [keys[1].certificate(by=keys[2]), keys[2].certificate(by=keys[1])]

    assert _judge(keys[1].signer(), keys[0].certificate(), others=circle) == failed(Reason.UNKNOWN_ISSUER)


def test_a_self_made_issuer_brought_by_the_chip_is_not_trusted(keys: list[Authority]) -> None:
    forger = Authority("CSCA")

    found = _judge(forger.signer(), keys[0].certificate(), others=[forger.certificate()])

    assert found == failed(Reason.UNKNOWN_ISSUER)


def test_a_document_signer_cannot_link_to_another_signer(keys: list[Authority]) -> None:
    # A signer's key may sign cards, not certificates, although the issuer vouches for it.
    middle = Authority("DS")
    as_signer = middle.certificate(by=keys[0], issues=False)

    found = _judge(middle.signer(), keys[0].certificate(), others=[as_signer])

    assert found == failed(Reason.UNKNOWN_ISSUER)


def test_an_expired_link_is_named(keys: list[Authority]) -> None:
    link = keys[1].certificate(by=keys[0], start=NOW - 3 * YEAR, end=NOW - YEAR)

    assert _judge(keys[1].signer(), keys[0].certificate(), others=[link]) == failed(Reason.ISSUER_EXPIRED)


def test_one_good_chain_is_enough(keys: list[Authority]) -> None:
    expired = keys[1].certificate(by=keys[0], start=NOW - 3 * YEAR, end=NOW - YEAR)

    found = _judge(keys[1].signer(), keys[0].certificate(), others=[expired, *_links(keys[:2])])

    assert found == VERIFIED


def test_certificates_that_all_vouch_for_each_other_take_a_bounded_number_of_signatures(
    keys: list[Authority], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    real = signatures.is_valid
    monkeypatch.setattr(
        "desktop_app.emrtd.certificates.is_valid", lambda *a, **k: checked.append(1) or real(*a, **k)
    )
    forger = Authority("CSCA")
    mesh = [forger.certificate() for _ in range(40)]  # one key, so each fits as issuer of each

    found = _judge(forger.signer(), keys[0].certificate(), others=mesh)

    assert found == failed(Reason.UNKNOWN_ISSUER)
    assert 100 < len(checked) <= 128  # without an end there would be more than a thousand


@pytest.mark.parametrize(
    "usage",
    [
        x509.KeyUsage(False, False, True, False, False, False, False, False, False),
        x509.KeyUsage(False, False, False, False, False, True, True, False, False),
    ],
)
def test_a_certificate_for_something_else_may_not_sign_cards(
    keys: list[Authority], usage: x509.KeyUsage
) -> None:
    signer = keys[0].signer(usage=usage)

    assert _judge(signer, keys[0].certificate()) == failed(Reason.SIGNER_MAY_NOT_SIGN)


def test_a_signer_of_master_lists_may_not_sign_cards(keys: list[Authority]) -> None:
    signer = keys[0].signer(purposes=("2.23.136.1.1.3",))

    assert _judge(signer, keys[0].certificate()) == failed(Reason.SIGNER_MAY_NOT_SIGN)


# Revocation -----------------------------------------------------------------------------------------------


def test_a_list_that_does_not_name_the_signer_changes_nothing(keys: list[Authority]) -> None:
    revoked = keys[0].revocation_list(keys[0].signer())

    assert _judge(keys[0].signer(), keys[0].certificate(), revocation=[revoked]) == VERIFIED


def test_an_empty_list_changes_nothing(keys: list[Authority]) -> None:
    empty = keys[0].revocation_list()

    assert _judge(keys[0].signer(), keys[0].certificate(), revocation=[empty]) == VERIFIED


def test_a_revoked_signer_fails(keys: list[Authority]) -> None:
    signer = keys[0].signer()

    found = _judge(signer, keys[0].certificate(), revocation=[keys[0].revocation_list(signer)])

    assert found == failed(Reason.SIGNER_REVOKED)


def test_a_signer_that_expired_and_was_revoked_is_called_revoked(keys: list[Authority]) -> None:
    signer = keys[0].signer(start=NOW - 3 * YEAR, end=NOW - YEAR)

    found = _judge(signer, keys[0].certificate(), revocation=[keys[0].revocation_list(signer)])

    assert found == failed(Reason.SIGNER_REVOKED)


def test_a_list_that_somebody_else_signed_under_the_issuers_name_is_left_aside(keys: list[Authority]) -> None:
    signer = keys[0].signer()
    forged = Authority("CSCA").revocation_list(signer)

    assert _judge(signer, keys[0].certificate(), revocation=[forged]) == VERIFIED


def test_a_list_of_another_trusted_issuer_says_nothing_about_this_one(keys: list[Authority]) -> None:
    other = Authority("Other")
    signer = keys[0].signer()

    found = _judge(
        signer, keys[0].certificate(), other.certificate(), revocation=[other.revocation_list(signer)]
    )

    assert found == VERIFIED


def test_an_issuer_cannot_revoke_under_anothers_name(keys: list[Authority]) -> None:
    other = Authority("Other")
    signer = keys[0].signer()
    forged = other.revocation_list(signer, issuer="CSCA")

    assert _judge(signer, keys[0].certificate(), other.certificate(), revocation=[forged]) == VERIFIED


def test_the_next_key_of_an_issuer_revokes_what_the_old_key_signed(keys: list[Authority]) -> None:
    signer = keys[0].signer()

    found = _judge(
        signer,
        keys[0].certificate(),
        keys[1].certificate(),
        revocation=[keys[1].revocation_list(signer)],
    )

    assert found == failed(Reason.SIGNER_REVOKED)


def test_a_revoked_link_breaks_the_chain(keys: list[Authority]) -> None:
    link = keys[1].certificate(by=keys[0])

    found = _judge(
        keys[1].signer(), keys[0].certificate(), others=[link], revocation=[keys[0].revocation_list(link)]
    )

    assert found == failed(Reason.ISSUER_REVOKED)


def test_a_list_past_its_day_says_that_nothing_is_known(keys: list[Authority]) -> None:
    old = keys[0].revocation_list(next_update=NOW - YEAR / 2)

    found = _judge(keys[0].signer(), keys[0].certificate(), revocation=[old])

    assert found == not_possible(Reason.REVOCATION_LIST_OUTDATED)


def test_a_newer_list_beside_an_old_one_counts(keys: list[Authority]) -> None:
    old, new = keys[0].revocation_list(next_update=NOW - YEAR / 2), keys[0].revocation_list()

    assert _judge(keys[0].signer(), keys[0].certificate(), revocation=[old, new]) == VERIFIED


def test_revoked_stays_revoked_on_an_old_list(keys: list[Authority]) -> None:
    signer = keys[0].signer()
    old = keys[0].revocation_list(signer, next_update=NOW - YEAR / 2)

    assert _judge(signer, keys[0].certificate(), revocation=[old]) == failed(Reason.SIGNER_REVOKED)


@pytest.mark.parametrize("rubbish", [b"", b"\x30\x00", b"\x30\x84\xff\xff\xff\xff", bytes(1000)])
def test_a_list_that_cannot_be_read_is_left_aside(keys: list[Authority], rubbish: bytes) -> None:
    assert _judge(keys[0].signer(), keys[0].certificate(), revocation=[rubbish]) == VERIFIED
