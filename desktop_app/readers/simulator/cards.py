"""The shelf of training cards in a profile: one issuer, one chip per citizen, each made once and kept."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from pathlib import Path

from desktop_app.core.clock import Clock, SystemClock, local_day
from desktop_app.core.errors import AppError, declare
from desktop_app.core.file_lock import FileLock
from desktop_app.core.files import disk_error, write_atomically
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.citizens import TrainingCitizen, find_citizen, load_citizens
from desktop_app.readers.simulator.faces import Look, draw_face
from desktop_app.readers.simulator.issuer import Issuer

SHELF_DAMAGED = declare("simulator.shelf_damaged")

_RECIPE = 2  # raise it when chips are made in another way: all cards are then made anew


class CardShelf:
    """Makes and keeps the cards of a training profile. Several processes may use one shelf.

    Args:
        folder: of the shelf, made when missing; it holds private keys of training cards.
        citizens_folder: TOML files.
        clock: for the end of the certificates' validity and the age of faces.

    Raises:
        AppError: `simulator.citizen_invalid`, `simulator.no_citizens`.
    """

    def __init__(self, folder: Path, citizens_folder: Path, clock: Clock | None = None) -> None:
        self._folder = folder
        self._source = citizens_folder
        self._clock = clock or SystemClock()
        self._citizens = load_citizens(citizens_folder)

    def names(self) -> list[str]:
        """Names of the citizens, the default one first."""
        return list(self._citizens)

    @property
    def default(self) -> str:
        """Name of the citizen that is meant when none is named."""
        return next(iter(self._citizens))

    def citizen(self, name: str | None = None) -> TrainingCitizen:
        """The citizen with this name, full name or number; None: the default one.

        Raises:
            AppError: `simulator.citizen_unknown`.
        """
        return find_citizen(self._citizens, name)

    @property
    def csca_path(self) -> Path:
        """The root certificate, DER; its folder holds nothing else, so `--trust` takes the folder too.

        Raises:
            AppError: `core.locked_by_other`, `core.disk_full`, `core.not_writable`,
                `simulator.shelf_damaged`.
        """
        self._issuer()
        return self._csca_file

    def load(self, name: str | None = None) -> ChipData:
        """The card of a citizen, the same at every call and in every process; made at the first one.

        Raises:
            AppError: `simulator.citizen_unknown`, and those of `csca_path`.
        """
        citizen = self.citizen(name)
        issuer = self._issuer()
        mark = self._mark(citizen, issuer)
        held = self._held(citizen, mark)
        if held is not None:
            return held
        with self._lock():
            held = self._held(citizen, mark)  # another process may have been quicker
            if held is None:
                held = issuer.personalize(citizen, self._photo(citizen))
                card = {"mark": mark, "chip": base64.b64encode(held.to_bytes()).decode()}
                write_atomically(self._card_file(citizen), json.dumps(card).encode())
            return held

    def _held(self, citizen: TrainingCitizen, mark: str) -> ChipData | None:
        """The kept card, unless there is none or it was made from something else."""
        try:
            card = json.loads(self._card_file(citizen).read_bytes())
            return ChipData.from_bytes(base64.b64decode(card["chip"])) if card["mark"] == mark else None
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(SHELF_DAMAGED, {"file": self._card_file(citizen).name}) from error

    def _mark(self, citizen: TrainingCitizen, issuer: Issuer) -> str:
        source = (self._source / f"{citizen.name}.toml").read_bytes()
        return hashlib.sha256(b"%d" % _RECIPE + issuer.csca_der + source).hexdigest()

    def _photo(self, citizen: TrainingCitizen) -> bytes:
        today: date = local_day(self._clock.now())
        return draw_face(
            citizen.name, look=Look(citizen.is_woman, max(0, today.year - citizen.birth_date.year))
        )

    def _issuer(self) -> Issuer:
        issuer = self._held_issuer()
        if issuer is None:
            with self._lock():
                issuer = self._held_issuer()
                if issuer is None:
                    issuer = Issuer.create(self._clock.now())
                    write_atomically(self._csca_file, issuer.csca_der, mode=0o644)
                    write_atomically(self._issuer_file, issuer.to_bytes())
        return issuer

    def _held_issuer(self) -> Issuer | None:
        try:
            issuer = Issuer.from_bytes(self._issuer_file.read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise AppError(SHELF_DAMAGED, {"file": self._issuer_file.name}) from error
        return issuer

    def _lock(self) -> FileLock:
        try:
            for folder in (self._csca_file.parent, self._folder / "cards"):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error) from error
        return FileLock(self._folder / "lock")

    @property
    def _issuer_file(self) -> Path:
        return self._folder / "issuer.json"

    @property
    def _csca_file(self) -> Path:
        return self._folder / "trust" / "csca-training.cer"

    def _card_file(self, citizen: TrainingCitizen) -> Path:
        return self._folder / "cards" / f"{citizen.name}.json"
