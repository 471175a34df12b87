"""The opened product: a profile with its store, its vault and the services on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from db.engine import open_sqlite
from db.migrate import upgrade
from db.store import Store
from desktop_app.bootstrap.paths import ProfilePaths, resources_folder
from desktop_app.bootstrap.profile import (
    NOT_SET_UP,
    Profile,
    database_key,
    load,
    make,
    shipped_packs,
    training_shelf,
)
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.messages import Messages
from desktop_app.digitization.vault import Vault
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.reception.service import Reception
from desktop_app.security.audit import AuditWriter
from desktop_app.security.office import (
    OfficeView,
    new_office_key,
    office_of,
    parse_office_file,
)

DATABASE_MISSING = declare("bootstrap.database_missing")


@dataclass(frozen=True)
class Application:
    """An opened profile. Close it when done."""

    profile: Profile
    store: Store
    clock: Clock
    vault: Vault
    office: OfficeView
    reception: Reception

    @property
    def shelf(self) -> CardShelf:
        """The simulated cards; a training profile only."""
        return training_shelf(self.profile.paths, self.clock)

    def close(self) -> None:
        """Finish and let go of the database."""
        self.store.close()


def open_application(
    paths: ProfilePaths, *, training: bool, clock: Clock, passphrase: Callable[[], str | None]
) -> Application:
    """Open a profile; a training profile makes itself at first use.

    Raises:
        AppError: `bootstrap.*`, `security.*`, `db.*`.
    """
    try:
        profile = load(paths, training=training)
    except AppError as error:
        if error.code != NOT_SET_UP or not training:
            raise
        profile = make_training(paths, clock)
    key = database_key(profile, passphrase)
    # SQLite would make a new, empty database in its place, and hide that the office's record is gone.
    if not paths.database.is_file() or paths.database.stat().st_size == 0:
        raise AppError(DATABASE_MISSING)
    engine = open_sqlite(paths.database, key)
    try:
        upgrade(engine)
        store = Store(engine, AuditWriter(clock, profile.workstation))
        vault = Vault(paths.files)
        store.read(lambda session: vault.sweep(session, clock.now()))
        office = store.read(office_of)
    except BaseException:
        engine.dispose()
        raise
    reception = Reception(
        store=store,
        vault=vault,
        clock=clock,
        workstation=profile.workstation,
        office=office,
        packs=shipped_packs(),
        fonts=resources_folder() / "fonts",
        words=Messages.load(resources_folder() / "messages" / "vi"),
    )
    reception.packs.refresh()
    reception.expire_drafts()
    return Application(profile, store, clock, vault, office, reception)


def make_training(paths: ProfilePaths, clock: Clock, office_file: bytes | None = None) -> Profile:
    """Make a training profile; when another process was faster, take what it made.

    Args:
        office_file: another office than the shipped fictional one.
    """
    raw = office_file or (resources_folder() / "training" / "office" / "office.toml").read_bytes()
    try:
        return make(
            paths,
            parse_office_file(raw),
            office_key=new_office_key(),
            training=True,
            clock=clock,
            passphrase=lambda: None,
            password_of=lambda code: f"tap-huan-{code}",
        )
    except AppError as error:
        if error.code != "bootstrap.already_set_up" or office_file is not None:
            raise
        return load(paths, training=True)
