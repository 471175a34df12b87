"""The trust store by command: lists come in whole, roots of citizen cards only by name, all audited."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_app.readers.simulator.issuer import Issuer

LISTS = (
    ("DE_ML_2026-05-28-08-28-45.ml", "DE_ROOT_CA_CSCA07.cer", 588),
    ("NL_ML_2026-07-22.ml", "NL_ROOT_CA.cer", 411),
)


@pytest.fixture(scope="module")
def csca(tmp_path_factory):
    path = tmp_path_factory.mktemp("csca") / "root.cer"
    path.write_bytes(Issuer.create(datetime(2026, 11, 1, tzinfo=UTC)).csca_der)
    return path


@pytest.mark.parametrize(("name", "root", "count"), LISTS)
def test_a_master_list_comes_in_whole_for_passports(train, testdata, name, root, count):
    folder = testdata / "master-lists"

    value = train("trust", "import", folder / name, "--signer", folder / root, "--json").value

    assert value["imported"] + value["already_there"] + len(value["refused"]) == count == value["found"]
    assert {line["scope"] for line in train("trust", "list", "--json").value["certificates"]} >= {"passport"}


def test_the_same_list_again_is_already_there(train, testdata):
    folder = testdata / "master-lists"
    name, root, count = LISTS[1]
    train("trust", "import", folder / name, "--signer", folder / root)

    value = train("trust", "import", folder / name, "--json").value

    assert (value["imported"], value["already_there"]) == (0, count)


def test_a_list_without_its_root_is_refused(motcua, tmp_path, testdata):
    ended = motcua(
        "--training", "--profile", tmp_path / "new", "trust", "import",
        testdata / "master-lists" / LISTS[0][0], "--json",
    )  # fmt: skip

    assert (ended.code, ended.failure) == (2, "emrtd.master_list_signer")


def test_a_list_does_not_come_in_for_citizen_cards(train, testdata):
    folder = testdata / "master-lists"
    name, root, _count = LISTS[0]

    ended = train(
        "trust", "import", folder / name, "--signer", folder / root, "--scope", "citizen_card", "--json"
    )

    assert (ended.code, ended.failure) == (2, "cli.list_is_of_passports")


def test_a_root_without_a_scope_is_asked_for_one(train, csca):
    ended = train("trust", "import", csca, "--json")

    assert (ended.code, ended.failure) == (2, "emrtd.trust_scope_missing")


def test_a_root_is_imported_listed_and_removed_by_the_start_of_its_fingerprint(train, csca):
    train("trust", "import", csca, "--scope", "citizen_card")
    line = next(
        line for line in train("trust", "list", "--json").value["certificates"] if line["origin"] == "command"
        and line["scope"] == "citizen_card"
    )  # fmt: skip

    removed = train("trust", "remove", line["sha256"][:12].upper(), "--json")

    assert removed.value == {"removed": line["sha256"]}
    assert line not in train("trust", "list", "--json").value["certificates"]


def test_what_is_not_there_cannot_be_removed(train):
    ended = train("trust", "remove", "0" * 64, "--json")

    assert (ended.code, ended.failure) == (2, "security.anchor_gone")


def test_a_file_that_holds_only_a_document_signer_is_refused_with_its_reason(train, tmp_path):
    path = tmp_path / "signer.cer"
    path.write_bytes(Issuer.create(datetime(2026, 11, 1, tzinfo=UTC)).signer_der)

    ended = train("trust", "import", path, "--scope", "citizen_card", "--json")

    assert ended.code == 2
    assert [item["reason"] for item in ended.value["refused"]] == ["not_an_issuer"]


def test_the_log_is_whole_after_all_this(train):
    assert train("verify-log", "--json").value["whole"]
