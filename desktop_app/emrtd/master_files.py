"""EF.ATR/INFO and EF.DIR: what the chip tells everybody about its kind. A read does without them.

Source: ISO/IEC 7816-4, 8.2.1.1 (EF.DIR) and 8.2.1.2 (EF.ATR/INFO); ICAO Doc 9303 part 10, 3.11.
"""

from __future__ import annotations

from desktop_app.core.errors import AppError
from desktop_app.emrtd.apdu import Command, Ins, Status, select_file
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.channel import Channel

ATR_INFO, DIR = "ATR/INFO", "DIR"

_FILE_IDS = {ATR_INFO: 0x2F01, DIR: 0x2F00}
_SELECT_MASTER_FILE = Command(0x00, Ins.SELECT, 0x00, 0x0C, b"\x3f\x00")
_BLOCK = 223
_LARGEST = 4 * _BLOCK  # these files have some tens of bytes
_HAS_DATA = (Status.OK, Status.END_OF_FILE)


def read_master_files(card: Card) -> dict[str, bytes]:
    """Read what is there, in the clear; the card is reset after.

    Args:
        card: freshly powered or reset.

    Returns:
        Name to content; files that are not there or not given out are left out.

    Raises:
        AppError: `readers.*`.
    """
    channel, files = Channel(card), dict[str, bytes]()
    for name, file_id in _FILE_IDS.items():
        try:
            channel.transmit(_SELECT_MASTER_FILE)  # whatever the answer: some chips know no such command
            content = _content(channel) if channel.transmit(select_file(file_id)).ok else b""
        except AppError as error:
            if not error.code.startswith("emrtd."):
                raise
            content = b""
        if content:
            files[name] = content
    channel.reset()
    return files


def _content(channel: Channel) -> bytes:
    """The selected file to its end, which its content does not tell: objects stand one after the other."""
    content = b""
    while len(content) < _LARGEST:
        where = len(content)
        answer = channel.transmit(Command(0x00, Ins.READ_BINARY, where >> 8, where & 0xFF, le=_BLOCK))
        if answer.sw not in _HAS_DATA or not answer.data:
            break
        content += answer.data
        if len(answer.data) < _BLOCK:
            break
    return content
