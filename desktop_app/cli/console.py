"""What commands share: results as JSON or text, secrets from where they may come, known errors in words."""

from __future__ import annotations

import getpass
import json
import os
import re
import signal
import sys
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import disk_error
from desktop_app.core.messages import Messages
from desktop_app.core.text import fold

SECRET_IN_ARGUMENTS = declare("cli.secret_in_arguments")
SECRET_MISSING = declare("cli.secret_missing")
SECRET_FILE_UNREADABLE = declare("cli.secret_file_unreadable")
PASSPHRASES_DIFFER = declare("cli.passphrases_differ")
PURPOSE_INVALID = declare("cli.purpose_invalid")
FILE_UNREADABLE = declare("cli.file_unreadable")
INPUT_UNREADABLE = declare("cli.input_unreadable")
PASSWORD_NOT_IN_FILE = declare("cli.password_not_in_file")

DONE, KNOWN_ERROR, IN_DOUBT, USAGE, BUG = 0, 2, 3, 64, 70
_PASSWORD_FILE = "MOTCUA_PASSWORD_FILE"
INTERRUPTED = 130  # Ctrl+C, as shells count it: 128 and the signal's number


class Console:
    """Standard output and error of one command.

    Args:
        messages: words for codes.
        as_json: print results as one JSON object; errors too.
    """

    def __init__(self, messages: Messages, *, as_json: bool) -> None:
        self.messages = messages
        self.as_json = as_json

    def result(self, value: Mapping[str, Any] | list[Any], text: str) -> None:
        """Print a result: the JSON value for machines, the text for people.

        Raises:
            AppError: `core.disk_full`, `core.not_writable` when it is led into a file.
        """
        try:
            print(json.dumps(value, ensure_ascii=False, indent=2) if self.as_json else text, flush=True)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise disk_error(error) from error

    def say(self, text: str) -> None:
        """A line for people only; on standard error when the result is JSON."""
        print(text, file=sys.stderr if self.as_json else sys.stdout, flush=True)

    def error(self, error: AppError) -> None:
        """A known error: code, cause and next step; with `--json` also as an object on standard output."""
        if self.as_json:
            with suppress(OSError):  # the error may be that nothing more can be printed there
                print(json.dumps({"error": error_value(error)}, ensure_ascii=False, indent=2), flush=True)
        self.explain(error)

    def explain(self, error: AppError) -> None:
        """A known error's words on standard error, beside a result that was printed."""
        words = self.messages.of_error(error)
        print(f"[{error.code}] {words.title}\n  {words.cause}\n  → {words.step}", file=sys.stderr, flush=True)


@contextmanager
def uninterrupted() -> Generator[None]:
    """Ctrl+C is not heard: what was done here must be told, and ends by itself within a second or two."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def error_value(error: AppError) -> dict[str, Any]:
    """A known error for machines: code, phase and status word first, then its other facts."""
    facts = dict(error.facts)
    value = {"code": str(error.code), "phase": facts.pop("phase", None)}
    return value | {"status_word": facts.pop("status_word", None), "facts": facts}


def secret_argument(value: str, *, training: bool) -> str:
    """A personal value or secret of the command line; `-` reads it from standard input.

    Raises:
        AppError: `cli.secret_in_arguments` outside training; `cli.secret_missing` when nothing comes,
            `cli.input_unreadable` when it is no UTF-8.
    """
    if value != "-":
        if not training:
            raise AppError(SECRET_IN_ARGUMENTS)
        return value
    try:
        text = sys.stdin.read().strip() if sys.stdin is not None else ""  # closed by who started us
    except UnicodeDecodeError:
        # Its cause would carry the bytes.
        raise AppError(INPUT_UNREADABLE) from None
    if not text:
        raise AppError(SECRET_MISSING, {"what": "stdin"})
    return text


def secret_file(variable: str) -> str | None:
    """Text of the file that an environment variable names, or None when it is not set.

    Raises:
        AppError: `cli.secret_file_unreadable`, `cli.secret_missing`.
    """
    named = os.environ.get(variable)
    if not named:
        return None
    try:
        text = Path(named).read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AppError(SECRET_FILE_UNREADABLE, {"variable": variable}) from error
    if not text:
        raise AppError(SECRET_MISSING, {"what": variable})
    return text


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(prompt: str) -> str | None:
    """A secret typed at the terminal, or None where there is no terminal."""
    if not at_terminal():
        return None
    return getpass.getpass(prompt) or None


def passphrase() -> str | None:
    """The passphrase of the database key, where the computer has no keyring."""
    return secret_file("MOTCUA_PASSPHRASE_FILE")


def new_passphrase() -> str | None:
    """A passphrase to be set, typed twice at the terminal; None where there is no terminal.

    Raises:
        AppError: `cli.passphrases_differ`.
    """
    first = ask("Máy không có kho khóa. Đặt cụm mật khẩu cho kho dữ liệu: ")
    if first is not None and ask("Nhập lại cụm mật khẩu: ") != first:
        raise AppError(PASSPHRASES_DIFFER)
    return first


def passphrase_or_prompt() -> str | None:
    """As `passphrase`, else asked at the terminal."""
    return passphrase() or ask("Cụm mật khẩu của kho dữ liệu: ")


def password(officer: str, others: Collection[str] = ()) -> str:
    """An officer's password, from a file or asked at the terminal.

    `MOTCUA_PASSWORD_FILE` names a file of one line for all officers, or of lines `code: password`.

    Args:
        officer: whose.
        others: codes that a single line may begin with: it is theirs alone then, not a password for all.

    Raises:
        AppError: `cli.secret_missing`, `cli.password_not_in_file`, `cli.secret_file_unreadable`.
    """
    text = secret_file(_PASSWORD_FILE)
    if text is None:
        text = ask(f"Mật khẩu của cán bộ {officer}: ")
        if text is None:
            raise AppError(SECRET_MISSING, {"what": _PASSWORD_FILE})
        return text
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and lines[0].partition(":")[0].strip() not in {officer, *others}:
        return lines[0].strip()
    for line in lines:
        code, _, secret = line.partition(":")
        if code.strip() == officer and secret.strip():
            return secret.strip()
    raise AppError(PASSWORD_NOT_IN_FILE, {"officer": officer})


def new_password(officer: str, others: Collection[str]) -> str:
    """A password to be set: as `password`, but typed twice at the terminal.

    Raises:
        AppError: `cli.passphrases_differ`; as `password`.
    """
    first = password(officer, others)
    typed = not os.environ.get(_PASSWORD_FILE)
    if typed and ask(f"Nhập lại mật khẩu của cán bộ {officer}: ") != first:
        raise AppError(PASSPHRASES_DIFFER)
    return first


def purpose_code(text: str) -> str:
    """A purpose as a code: letters, digits and underscores, because it is logged and sent.

    Raises:
        AppError: `cli.purpose_invalid` when nothing is left, or when a number could be a person's.
    """
    code = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:32].strip("_")
    if len(code) < 2 or not code[0].isalpha() or re.search(r"\d{5}", code):
        raise AppError(PURPOSE_INVALID)
    return code


def read_file(path: Path, ordinal: int, most: int = -1) -> bytes:
    """A file the user named; errors do not repeat its name.

    Args:
        most: bytes to read at most; -1 all.

    Raises:
        AppError: `cli.file_unreadable`.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise AppError(FILE_UNREADABLE, {"ordinal": ordinal, "errno": error.errno}) from error


def read_text(path: Path) -> str:
    """A text file the user named; errors do not repeat its name.

    Raises:
        AppError: `cli.file_unreadable`.
    """
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise AppError(FILE_UNREADABLE, {"ordinal": 1, "errno": None}) from error
    except OSError as error:
        raise AppError(FILE_UNREADABLE, {"ordinal": 1, "errno": error.errno}) from error
