"""Specimen files: each is judged as its index says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.terms import Outcome, TrustScope
from desktop_app.emrtd import cms, lds, mrz, passive, security_infos, sod, trust
from desktop_app.emrtd.result import VERIFIED, Reason, failed, not_possible
from desktop_app.emrtd.signatures import digest
from tests.support.made_up_card import files_of

SETS = ("bsi-tr-03105-5", "etsi-eacaa", "tsemrtd", "made-up-card/trace-card-a", "made-up-card/trace-card-d")
MADE_UP = ("made-up-card/trace-card-a", "made-up-card/trace-card-d")
TODAY = datetime(2026, 11, 21, tzinfo=UTC)

Index = dict[str, dict[str, Any]]


def _sod(testdata: Path, name: str) -> sod.SecurityObject:
    return sod.parse_sod((testdata / "lds" / name).read_bytes())


@pytest.mark.parametrize("name", SETS)
def test_the_signature_of_a_sound_set_is_verified(testdata: Path, name: str) -> None:
    assert passive.check_sod_signature(_sod(testdata, f"{name}/EF_SOD.bin")) == VERIFIED


@pytest.mark.parametrize("name", SETS[:3])
def test_hash_algorithm_and_listed_groups_are_found(testdata: Path, lds_index: Index, name: str) -> None:
    expected = lds_index[f"{name}/EF_SOD.bin"]

    found = _sod(testdata, f"{name}/EF_SOD.bin")

    assert (found.hash_algorithm, sorted(found.hashes)) == (
        expected["hash_algorithm"],
        expected["data_groups"],
    )


@pytest.mark.parametrize("name", SETS)
def test_each_data_group_matches_or_not_as_the_index_says(
    testdata: Path, lds_index: Index, name: str
) -> None:
    found = _sod(testdata, f"{name}/EF_SOD.bin")
    files = files_of(testdata / "lds" / name)
    told = 0
    for file in lds.DATA_GROUPS:
        expected = lds_index.get(f"{name}/EF_{file.name}.bin", {}).get("hash_matches_ef_sod")
        if expected is None:
            continue
        told += 1
        check = passive.check_hashes({"DG1": files["DG1"], file.name: files[file.name]}, found)
        assert (check == VERIFIED) == expected, file.name
    assert told


def test_groups_that_are_not_read_here_match_too(testdata: Path, lds_index: Index) -> None:
    for name, number in (("DG3", 3), ("DG4", 4)):
        for folder in ("bsi-tr-03105-5", "etsi-eacaa"):
            found = _sod(testdata, f"{folder}/EF_SOD.bin")
            raw = (testdata / "lds" / folder / f"EF_{name}.bin").read_bytes()
            assert digest(found.hash_algorithm, raw) == found.hashes[number]


@pytest.mark.parametrize("name", MADE_UP)
def test_the_made_up_cards_chain_to_their_issuer(testdata: Path, name: str) -> None:
    anchor = trust.Anchor((testdata / "lds" / name / "csca.cer").read_bytes(), TrustScope.CITIZEN_CARD)

    check = trust.judge_chain(_sod(testdata, f"{name}/EF_SOD.bin").signer_certificate, [anchor], TODAY)

    assert check == VERIFIED


REFUSED = {
    "01_content_type_1.2.840.113549.1.8.2": "not_signed_data",
    "02_content_type_1.2.840.113549.1.7.4": "not_signed_data",
    "03_signed_data_version_1": "version",
    "04_signed_data_version_2": "version",
    "05_signed_data_version_4": "version",
    "06_econtent_type_id_data_strict": "content_type",
    "07_econtent_type_7.5": "content_type",
    "08_econtent_type_7.5_strict": "content_type",
    "09_lds_object_version_2": "version",
    "10_lds_object_version_minus_1": "version",
    "11_trailing_byte": "tag_zero",
    "19_truncated_at_100": "too_short",
    "20_one_byte_short": "too_short",
    "21_tag_78": "tag",
}
JUDGED = {
    "12_dg1_hash_changed_message_digest_fails": failed(Reason.CONTENT_CHANGED),
    "13_signature_last_byte_changed": failed(Reason.SIGNATURE_WRONG),
    "14_dg14_hash_changed_message_digest_fails": failed(Reason.CONTENT_CHANGED),
    "15_valid_sod_for_dg1_with_country_ES": VERIFIED,
    "16_valid_sod_for_dg15_with_exponent_010002": VERIFIED,
    "17_empty_certificate_set": not_possible(Reason.NO_SIGNER_CERTIFICATE),
    "18_no_certificates_field": not_possible(Reason.NO_SIGNER_CERTIFICATE),
}


def test_every_malformed_file_is_covered_here(testdata: Path) -> None:
    present = {p.stem for p in (testdata / "lds" / "malformed-sod").glob("*.bin") if "EF_DG" not in p.stem}

    assert present == set(REFUSED) | set(JUDGED)


@pytest.mark.parametrize(("name", "why"), REFUSED.items())
def test_a_malformed_object_is_refused(testdata: Path, name: str, why: str) -> None:
    with pytest.raises(AppError) as caught:
        _sod(testdata, f"malformed-sod/{name}.bin")

    assert (caught.value.code, caught.value.facts) == (sod.BAD_SOD, {"why": why})


@pytest.mark.parametrize(("name", "expected"), JUDGED.items())
def test_a_signature_is_judged(testdata: Path, name: str, expected: object) -> None:
    assert passive.check_sod_signature(_sod(testdata, f"malformed-sod/{name}.bin")) == expected


@pytest.mark.parametrize("name", ["17_empty_certificate_set", "18_no_certificates_field"])
def test_without_a_certificate_inside_the_one_beside_it_fits(testdata: Path, name: str) -> None:
    found = _sod(testdata, f"malformed-sod/{name}.bin")
    certificate = (testdata / "lds" / "etsi-eacaa" / "dsc.cer").read_bytes()

    assert cms.check_signature(found.message, certificate) == VERIFIED


@pytest.mark.parametrize(
    ("number", "group"), [("12", "DG1"), ("13", "DG1"), ("14", "DG14"), ("15", "DG1"), ("16", "DG15")]
)
def test_the_group_beside_a_malformed_object_matches_as_the_index_says(
    testdata: Path, lds_index: Index, number: str, group: str
) -> None:
    folder = testdata / "lds" / "malformed-sod"
    found = _sod(testdata, f"malformed-sod/{next(name for name in JUDGED if name.startswith(number))}.bin")
    files = {
        "DG1": (testdata / "lds" / "etsi-eacaa" / "EF_DG1.bin").read_bytes(),
        group: (folder / f"{number}_EF_{group}.bin").read_bytes(),
    }

    outcome = passive.check_hashes(files, found).outcome

    matches = lds_index[f"malformed-sod/{number}_EF_{group}.bin"]["hash_matches_ef_sod"]
    assert outcome == (Outcome.VERIFIED if matches else Outcome.FAILED)


@pytest.mark.parametrize("country", ["DE", "FI"])
def test_card_security_with_explicit_curve_parameters_is_verified(testdata: Path, country: str) -> None:
    raw = (testdata / "lds" / "card-security" / f"{country}_EF_CardSecurity.bin").read_bytes()

    assert cms.check_signature(cms.parse_signed_message(raw)) == VERIFIED


def test_card_security_chains_to_its_issuer(testdata: Path) -> None:
    folder = testdata / "lds" / "card-security"
    message = cms.parse_signed_message((folder / "DE_EF_CardSecurity.bin").read_bytes())
    anchor = trust.Anchor((folder / "DE_csca.cer").read_bytes(), TrustScope.CITIZEN_CARD)

    assert trust.judge_chain(message.certificate, [anchor], TODAY) == VERIFIED


def test_unknown_protocols_in_card_security_are_kept(testdata: Path, lds_index: Index) -> None:
    raw = (testdata / "lds" / "card-security" / "DE_EF_CardSecurity.bin").read_bytes()
    expected = lds_index["card-security/DE_EF_CardSecurity.bin"]

    infos = security_infos.parse_security_infos(cms.parse_signed_message(raw).content)

    assert (len(infos), len(security_infos.pace_infos(infos))) == (
        expected["security_infos"],
        expected["pace_infos"],
    )


@pytest.mark.parametrize("name", ["tsemrtd/EF_COM.bin", "9303-10/EF_COM.bin"])
def test_ef_com_lists_what_the_index_says(testdata: Path, lds_index: Index, name: str) -> None:
    expected = lds_index[name]
    groups = {"61": 1, "75": 2, "63": 3, "6E": 14}

    com = lds.parse_com((testdata / "lds" / name).read_bytes())

    assert (com.lds_version, com.unicode_version) == (expected["lds_version"], expected["unicode_version"])
    assert com.data_groups == tuple(groups[tag] for tag in expected["tag_list"].split())


@pytest.mark.parametrize("name", ["9303-10/EF_DG1_TD2.bin", "9303-10/EF_DG1_TD3_no_check_digit.bin"])
def test_the_key_information_of_a_dg1_is_found(testdata: Path, lds_index: Index, name: str) -> None:
    zone = lds.mrz_of_dg1((testdata / "lds" / name).read_bytes())

    assert mrz.key_information(zone) == lds_index[name]["mrz_information"]


def test_the_zone_in_dg1_is_read(testdata: Path, lds_index: Index) -> None:
    zone = lds.mrz_of_dg1((testdata / "lds" / "tsemrtd" / "EF_DG1.bin").read_bytes())

    assert zone == lds_index["tsemrtd/EF_DG1.bin"]["mrz"]


def test_the_zone_of_the_made_up_card_is_sound(testdata: Path) -> None:
    card = mrz.parse_td1(lds.mrz_of_dg1(files_of(testdata / "lds" / MADE_UP[0])["DG1"]))

    assert (card.document_number, card.optional_1, card.wrong_check_digits) == (
        "099000017",
        "001099000017<<7",
        (),
    )
