"""Outside training no personal value and no secret stands among the arguments."""

import pytest

NUMBER, CAN, PIN = "001190000117", "000117", "240324"
QR = f"{NUMBER}||Nguyễn Thị Mẫu|17051990|Nữ|Số 12|02092021"
MRZ = "IDVNM1900001171001190000117<<2\n9005178F3005176VNM<<<<<<<<<<<2\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<"


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", "--id", NUMBER),
        ("read", "--can", CAN),
        ("read", "--mrz", MRZ),
        ("read", "--qr", QR),
        ("read", "--pin", PIN),
        ("read", "--puk", PIN),
        ("receive", "--procedure", "1.010041", "--qr", QR, "--out", "out"),
    ],
)
def test_they_are_refused_before_anything_is_opened(motcua, tmp_path, arguments):
    ended = motcua("--profile", tmp_path / "profile", *arguments, "--json")
    assert (ended.code, ended.failure) == (2, "cli.secret_in_arguments")
    assert not [secret for secret in (NUMBER, PIN) if secret in ended.out + ended.err]
    assert list(tmp_path.iterdir()) == []


def test_a_database_address_with_a_password_is_refused_in_training_too(train):
    ended = train("province", "serve", "--database", "postgresql://u:geheim@127.0.0.1/x", "--port", "0")
    assert ended.code == 2
    assert "cli.secret_in_arguments" in ended.err
    assert "geheim" not in ended.err


def test_an_address_of_the_province_with_a_password_is_refused(train):
    ended = train("sync", "--once", "--province", "http://u:geheim@127.0.0.1:9", "--json")
    assert (ended.code, ended.failure) == (2, "cli.secret_in_arguments")
    assert "geheim" not in ended.out + ended.err


@pytest.mark.parametrize(
    ("option", "value"), [("--id", NUMBER), ("--can", CAN), ("--mrz", MRZ), ("--qr", QR)]
)
@pytest.mark.parametrize("way", ["argument", "standard input"])
def test_in_training_both_ways_open_the_card(train, option, value, way):
    given = (value, "") if way == "argument" else ("-", value)
    ended = train("read", option, given[0], "--reader", "simulator", "--json", given=given[1])
    assert ended.code == 0
    assert ended.value["citizen"]["number"] == NUMBER
    assert ended.value["protocol"] == ("PACE-MRZ" if option == "--mrz" else "PACE-CAN")


def test_nothing_on_standard_input_is_told(train):
    ended = train("read", "--id", "-", "--reader", "simulator", "--json")
    assert (ended.code, ended.failure, ended.value["error"]["facts"]) == (
        2,
        "cli.secret_missing",
        {"what": "stdin"},
    )
