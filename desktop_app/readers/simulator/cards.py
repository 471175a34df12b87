"""The shelf of training cards in a profile: one issuer, one chip per citizen, each made once and kept."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop_app.core.clock import Clock, SystemClock, local_day
from desktop_app.core.errors import AppError, declare
from desktop_app.core.file_lock import FileLock
from desktop_app.core.files import disk_error, write_atomically
from desktop_app.emrtd.card import Card
from desktop_app.readers.simulator import certificates
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.citizens import TrainingCitizen, find_citizen, load_citizens
from desktop_app.readers.simulator.faces import USUAL_SIZE_BYTES, Look, draw_face
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.readers.simulator.link import TimedCard
from desktop_app.readers.simulator.plan import USUAL
from desktop_app.readers.simulator.quirk import Quirk, Workshop
from desktop_app.readers.simulator.quirks import quirk_named
from desktop_app.readers.simulator.weak_reader import WeakReader

SHELF_DAMAGED = declare("simulator.shelf_damaged")

_RECIPE = 4  # raise it when chips are made in another way: all cards are then made anew
_STRANGER = "Người Khác Huấn Luyện"
_REVOKED_NAME = "DS Huan luyen 03 thu hoi"


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

    def citizen(self, name: str | None = None, quirk: str | None = None) -> TrainingCitizen:
        """The citizen with this name, full name or number; None: the default one.

        Args:
            name: whom.
            quirk: of the card: some cards have other dates.

        Raises:
            AppError: `simulator.citizen_unknown`, `simulator.quirk_unknown`.
        """
        citizen = find_citizen(self._citizens, name)
        person = quirk_named(quirk).person if quirk is not None else None
        return citizen if person is None else person(citizen)

    @property
    def csca_path(self) -> Path:
        """The root certificate, DER; its folder holds nothing else, so `--trust` takes the folder too.

        Raises:
            AppError: `core.locked_by_other`, `core.disk_full`, `core.not_writable`,
                `simulator.shelf_damaged`.
        """
        self._issuer()
        return self._csca_file

    @property
    def crl_path(self) -> Path:
        """The root's list of revoked signers, DER: it names the one who signed `revoked_signer`.

        Raises:
            AppError: those of `csca_path`.
        """
        self._revoked_issuer()
        return self._crl_file

    def load(self, name: str | None = None, quirk: str | None = None) -> ChipData:
        """The card of a citizen, the same at every call and in every process; made at the first one.

        Args:
            name: as for `citizen`.
            quirk: how the card differs from the plain one; None: it does not.

        Raises:
            AppError: `simulator.citizen_unknown`, `simulator.quirk_unknown`, and those of `csca_path`.
        """
        if quirk is None:
            return self._plain(self.citizen(name))
        how = quirk_named(quirk)
        citizen = self.citizen(name, quirk)
        if how.is_plain_card:
            return self._plain(citizen).with_switches(how.switches)
        made = self._kept(citizen, how.name, lambda issuer: self._differing(citizen, how, issuer))
        return made.with_switches(how.switches)

    def card(self, name: str | None = None, quirk: str | None = None) -> Card:
        """The chip as it lies on a reader: with its link and the reader's weakness, where it has them.

        Raises:
            AppError: those of `load`.
        """
        chip: Card = Chip(self.load(name, quirk))
        how = quirk_named(quirk) if quirk is not None else None
        if how is not None and how.fault is not None:
            chip = WeakReader(chip, how.fault)
        if how is not None and how.link is not None:
            chip = TimedCard(chip, how.link)
        return chip

    def _plain(self, citizen: TrainingCitizen) -> ChipData:
        return self._kept(citizen, "", lambda issuer: issuer.personalize(citizen, self._photo(citizen)))

    def _differing(self, citizen: TrainingCitizen, quirk: Quirk, issuer: Issuer) -> ChipData:
        if quirk.forge is None:
            plan = quirk.plan or USUAL
            size = plan.face.size_bytes if plan.face is not None else None
            return issuer.personalize(citizen, self._photo(citizen, size), plan)
        return quirk.forge(
            Workshop(
                citizen=citizen,
                issuer=issuer,
                revoked=self._revoked_issuer,
                plain=lambda: self._plain(citizen),
                other=lambda: self._card_of_another(citizen, issuer),
                now=self._clock.now(),
                press=lambda by, plan: by.personalize(citizen, self._photo(citizen), plan),
            )
        )

    def _card_of_another(self, citizen: TrainingCitizen, issuer: Issuer) -> ChipData:
        """The next citizen's card; where there is but one citizen, that of somebody with another name."""
        for name in self.names():
            if name != citizen.name:
                return self._plain(self.citizen(name))
        stranger = dataclasses.replace(citizen, full_name=_STRANGER)
        return issuer.personalize(stranger, draw_face(_STRANGER))

    def _kept(self, citizen: TrainingCitizen, quirk: str, make: Callable[[Issuer], ChipData]) -> ChipData:
        """The kept card, or the one that is made now; the first of several makers wins."""
        issuer = self._issuer()
        path = self._folder / "cards" / f"{citizen.name}{quirk and '--' + quirk}.json"
        mark = self._mark(citizen, issuer)
        held = self._held(path, mark)
        if held is not None:
            return held
        made = make(issuer)
        with self._lock():
            held = self._held(path, mark)  # another process may have been quicker
            if held is None:
                held = made
                card = {"mark": mark, "chip": base64.b64encode(made.to_bytes()).decode()}
                write_atomically(path, json.dumps(card).encode())
            return held

    def _held(self, path: Path, mark: str) -> ChipData | None:
        """The kept card, unless there is none or it was made from something else."""
        try:
            card = json.loads(path.read_bytes())
            return ChipData.from_bytes(base64.b64decode(card["chip"])) if card["mark"] == mark else None
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(SHELF_DAMAGED, {"file": path.name}) from error

    def _mark(self, citizen: TrainingCitizen, issuer: Issuer) -> str:
        source = (self._source / f"{citizen.name}.toml").read_bytes()
        return hashlib.sha256(b"%d" % _RECIPE + issuer.csca_der + source).hexdigest()

    def _photo(self, citizen: TrainingCitizen, size_bytes: int | None = None) -> bytes:
        today: date = local_day(self._clock.now())
        look = Look(citizen.is_woman, max(0, today.year - citizen.birth_date.year))
        return draw_face(citizen.name, size_bytes or USUAL_SIZE_BYTES, look)

    def _issuer(self) -> Issuer:
        issuer = self._held_issuer(self._issuer_file)
        if issuer is None:
            with self._lock():
                issuer = self._held_issuer(self._issuer_file)
                if issuer is None:
                    issuer = Issuer.create(self._clock.now())
                    write_atomically(self._csca_file, issuer.csca_der, mode=0o644)
                    write_atomically(self._issuer_file, issuer.to_bytes())
        return issuer

    def _revoked_issuer(self) -> Issuer:
        """The same root with a signer whom it has revoked; its list lies beside."""
        root, path = self._issuer(), self._folder / "revoked-issuer.json"
        with self._lock():
            issuer = self._held_issuer(path)
            if issuer is None or issuer.csca_der != root.csca_der:
                now = self._clock.now()
                issuer = root.with_signer(certificates.signer_end(now), _REVOKED_NAME)
                write_atomically(self._crl_file, issuer.revocation_list(now))
                write_atomically(path, issuer.to_bytes())
        return issuer

    def _held_issuer(self, path: Path) -> Issuer | None:
        try:
            return Issuer.from_bytes(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise AppError(SHELF_DAMAGED, {"file": path.name}) from error

    def _lock(self) -> FileLock:
        try:
            for folder in (self._csca_file.parent, self._crl_file.parent, self._folder / "cards"):
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

    @property
    def _crl_file(self) -> Path:
        return self._folder / "revocation" / "training.crl"
