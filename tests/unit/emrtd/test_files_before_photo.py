"""What is read before the photo is handed out while the photo is still coming."""

from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.reader import read_card
from desktop_app.readers.simulator.chip import Chip
from tests.support.training_card import NOW, card, first_citizen


def read(data, **more):
    return read_card(
        Chip(data), CanKey(first_citizen().can), mode=AccessMode.AUTO, anchors=(), at=NOW, **more
    )


def test_everything_but_the_photo_is_handed_out_once():
    handed = []
    done = read(card(), on_files=lambda files: handed.append(dict(files)))
    assert [set(files) for files in handed] == [set(done.files) - {"DG2"}]
    assert {"DG1", "DG13"} <= set(handed[0])


def test_what_is_handed_out_is_a_copy():
    done = read(card(), on_files=lambda files: files.clear())
    assert "DG1" in done.files
