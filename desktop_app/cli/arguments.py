"""Types of arguments: what is out of range is a wrong command, not an error of the work."""

from __future__ import annotations

import argparse
import math
from urllib.parse import urlsplit

_PORTS = 65535


def add_officer(command: argparse.ArgumentParser) -> None:
    """Who does it."""
    command.add_argument("--officer", metavar="CODE", help="mã cán bộ thao tác; ngoài tập huấn thì bắt buộc")


def add_json(command: argparse.ArgumentParser) -> None:
    """Results and known errors for machines."""
    command.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def port(text: str) -> int:
    """A port of this computer; 0 lets the system choose."""
    return _within(_whole(text), 0, _PORTS)


def rate(text: str) -> int:
    """A bit rate in kilobit a second."""
    return _within(_whole(text), 1, math.inf)


def duration(text: str) -> float:
    """Seconds or milliseconds, none negative, none without end."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError("number") from None
    if not math.isfinite(value) or value < 0:
        raise argparse.ArgumentTypeError("range")
    return value


def web_address(text: str) -> str:
    """An address of http or https."""
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        usable = False
    if not usable:
        raise argparse.ArgumentTypeError("address")
    return text


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError("whole number") from None


def _within(value: int, least: int, most: float) -> int:
    if not least <= value <= most:
        raise argparse.ArgumentTypeError("range")
    return value
