import pytest

from desktop_app.core.errors import AppError, declare
from desktop_app.core.messages import Message, Messages

CODE = declare("core_test.message")
WORDS = Messages({"core_test.message": Message("Hỏng {part}", "Vì {cause}, {cause}.", "Gọi {who}.")})


def test_facts_fill_their_places():
    error = AppError(CODE, {"part": "máy in", "cause": 7, "who": "tổ kỹ thuật"})
    assert WORDS.of_error(error) == Message("Hỏng máy in", "Vì 7, 7.", "Gọi tổ kỹ thuật.")


@pytest.mark.parametrize("facts", [None, {}, {"part": None}])
def test_a_missing_fact_is_a_dash(facts):
    assert WORDS.of("core_test.message", facts).title == "Hỏng –"


def test_a_fact_nobody_asks_for_is_left_out():
    assert "9704" not in str(WORDS.of("core_test.message", {"other": "9704"}))


def test_a_code_without_words_is_a_bug():
    with pytest.raises(KeyError):
        WORDS.of("core_test.unknown")


def test_a_file_is_a_room_and_a_table_a_code(tmp_path):
    (tmp_path / "room.toml").write_text('[what]\ntitle = "t"\ncause = "c"\nstep = "s"\n', "utf-8")
    loaded = Messages.load(tmp_path)
    assert loaded.codes() == {"room.what"}
    assert loaded.of("room.what") == Message("t", "c", "s")


def test_a_message_without_a_step_is_refused(tmp_path):
    (tmp_path / "room.toml").write_text('[what]\ntitle = "t"\ncause = "c"\n', "utf-8")
    with pytest.raises(KeyError, match="step"):
        Messages.load(tmp_path)
