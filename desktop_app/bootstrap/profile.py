"""Makes and opens profiles. A profile is complete or not there: it is built beside and renamed into place."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.engine import open_sqlite
from db.migrate import upgrade
from db.store import Store
from desktop_app.bootstrap.paths import ProfilePaths, resources_folder
from desktop_app.catalogue.pack import Pack, parse_pack
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.file_lock import FileLock
from desktop_app.core.files import disk_error, write_atomically
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import TrustScope
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.security.audit import AuditWriter
from desktop_app.security.keys import KeptKey, TrainingKey
from desktop_app.security.office import OFFICE_FILE_INVALID, OfficeFile, write_office
from desktop_app.security.trust_store import add_anchor, certificates_in
from desktop_app.sync.wire import is_code

NOT_SET_UP = declare("bootstrap.not_set_up")
ALREADY_SET_UP = declare("bootstrap.already_set_up")
FOLDER_NOT_EMPTY = declare("bootstrap.folder_not_empty")
OTHER_KIND = declare("bootstrap.other_kind")
PROFILE_DAMAGED = declare("bootstrap.profile_damaged")

SETUP_ACTOR = "setup"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Profile:
    """What a complete profile says of itself.

    Attributes:
        profile_id: names its key in the keyring.
        workstation: code of this computer.
        training: fictional data, own trust anchor, no passwords asked.
    """

    paths: ProfilePaths
    profile_id: str
    workstation: str
    training: bool


def load(paths: ProfilePaths, *, training: bool) -> Profile:
    """Read a profile's marker.

    Raises:
        AppError: `bootstrap.not_set_up`, `bootstrap.profile_damaged`, `bootstrap.other_kind`.
    """
    try:
        raw = json.loads(paths.marker.read_bytes())
        profile = Profile(paths, raw["id"], raw["workstation"], raw["training"])
        if raw["schema"] != _SCHEMA:
            raise ValueError("schema")
    except FileNotFoundError as error:
        raise AppError(NOT_SET_UP) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise AppError(PROFILE_DAMAGED) from error
    if profile.training != training:
        raise AppError(OTHER_KIND, {"training": profile.training})
    return profile


def database_key(profile: Profile, passphrase: Callable[[], str | None]) -> bytes:
    """The key of the profile's database; errors of `security.keys`."""
    if profile.training:
        return TrainingKey(profile.paths.root).load()
    return KeptKey(profile.paths.root, profile.profile_id, passphrase).load()


def make(
    paths: ProfilePaths,
    office: OfficeFile,
    *,
    office_key: bytes,
    training: bool,
    clock: Clock,
    passphrase: Callable[[], str | None],
    new_passphrase: Callable[[], str | None] = lambda: None,
    password_of: Callable[[str], str],
) -> Profile:
    """Make a profile completely, under a lock that other processes respect.

    Raises:
        AppError: `bootstrap.already_set_up`, `bootstrap.folder_not_empty`; of keys, office and database.
    """
    try:
        paths.root.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) from error
    _codes_fit_the_wire(office)
    with FileLock(paths.lock):
        if paths.marker.exists():
            raise AppError(ALREADY_SET_UP)
        if paths.root.exists() and (not paths.root.is_dir() or any(paths.root.iterdir())):
            raise AppError(FOLDER_NOT_EMPTY)
        _clear_half_made(paths)
        building = ProfilePaths(paths.root.with_name(f".{paths.root.name}.{secrets.token_hex(4)}.new"))
        try:
            profile = _build(
                building,
                office,
                office_key=office_key,
                training=training,
                clock=clock,
                passphrase=passphrase,
                new_passphrase=new_passphrase,
                password_of=password_of,
            )
            with contextlib.suppress(FileNotFoundError):
                paths.root.rmdir()
            building.root.rename(paths.root)
        except OSError as error:
            raise disk_error(error) from error
        finally:
            shutil.rmtree(building.root, ignore_errors=True)
    return Profile(paths, profile.profile_id, profile.workstation, training)


def _clear_half_made(paths: ProfilePaths) -> None:
    """Remove what a set-up that was killed left beside the profile; the caller holds the lock."""
    half_made = re.compile(rf"\.{re.escape(paths.root.name)}\.[0-9a-f]{{8}}\.new")
    for path in paths.root.parent.iterdir():
        if half_made.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def _codes_fit_the_wire(office: OfficeFile) -> None:
    """Codes travel in events, which refuse what looks like a citizen number: better told at set-up."""
    organisations = office.organisations
    codes = {
        "office.unit_code": office.office.unit_code,
        "workstation.code": office.workstation.code,
        "organisations.helping": organisations.helping or "x",
        "organisations.receiving": organisations.receiving or "x",
        "organisations.competent": organisations.competent or "x",
    } | {f"officers.{place}.code": officer.code for place, officer in enumerate(office.officers)}
    for where, code in codes.items():
        if not is_code(code):
            raise AppError(OFFICE_FILE_INVALID, {"where": where})


def _build(
    paths: ProfilePaths,
    office: OfficeFile,
    *,
    office_key: bytes,
    training: bool,
    clock: Clock,
    passphrase: Callable[[], str | None],
    new_passphrase: Callable[[], str | None],
    password_of: Callable[[str], str],
) -> Profile:
    paths.root.mkdir(mode=0o700)
    profile = Profile(paths, uuid7(), office.workstation.code, training)
    keeper = (
        TrainingKey(paths.root)
        if training
        else KeptKey(paths.root, profile.profile_id, passphrase, new_passphrase)
    )
    engine = open_sqlite(paths.database, keeper.make())
    upgrade(engine)
    store = Store(engine, AuditWriter(clock, profile.workstation))
    shelf = training_shelf(paths, clock) if training else None

    def fill(session: Session) -> None:
        write_office(session, office, key=office_key, training=training, password_of=password_of, clock=clock)
        if shelf is not None:
            for certificate in certificates_in(shelf.csca_path):
                add_anchor(session, certificate, TrustScope.CITIZEN_CARD, "training", SETUP_ACTOR, clock)

    try:
        store.write(SETUP_ACTOR, fill)
    finally:
        store.close()
    marker = {
        "schema": _SCHEMA,
        "id": profile.profile_id,
        "workstation": profile.workstation,
        "training": training,
    }
    write_atomically(paths.marker, json.dumps(marker, indent=1).encode())
    return profile


def training_shelf(paths: ProfilePaths, clock: Clock) -> CardShelf:
    """The simulated cards of a training profile; made at first use."""
    return CardShelf(paths.cards, resources_folder() / "training" / "citizens", clock)


def shipped_packs() -> tuple[tuple[bytes, Pack], ...]:
    """The catalogue packs that come with the product, each with its bytes."""
    folder: Path = resources_folder() / "catalogue"
    raws = [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix == ".toml"]
    return tuple((raw, parse_pack(raw)) for raw in raws)


def umask() -> None:
    """Files of a profile are their owner's alone."""
    if os.name == "posix":
        os.umask(0o077)
