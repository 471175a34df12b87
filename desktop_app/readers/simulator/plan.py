"""What a card is made of, as values; the usual plan is the usual citizen card."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.cccd.dg13 import Dg13Shape
from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.chip_data import BRAINPOOL_P256R1, PaceOffer


class Picture(StrEnum):
    """How the portrait is encoded."""

    JPEG = "jpeg"
    JP2 = "jp2"
    CODESTREAM = "codestream"  # JPEG 2000 without the boxes around


class ActiveKind(StrEnum):
    """The key of Active Authentication."""

    EC = "ec"
    RSA_1024 = "rsa_1024"
    RSA_2048 = "rsa_2048"


@dataclass(frozen=True, slots=True)
class FacePlan:
    """DG2.

    Attributes:
        picture: encoding.
        size_bytes: of the JPEG; None: the usual 18,000.
        points: how many feature points stand before the picture.
        padding: zero bytes after the picture, inside the record.
        end_marker: False leaves out the end marker of the JPEG.
        type_byte: image type in the record; None: the right one.
        iso_39794: the record is one of ISO/IEC 39794-5.
    """

    picture: Picture = Picture.JPEG
    size_bytes: int | None = None
    points: int = 0
    padding: int = 0
    end_marker: bool = True
    type_byte: int | None = None
    iso_39794: bool = False


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """A key of Chip Authentication that is still to be made.

    Attributes:
        suite: of the session that it makes.
        parameter_id: standardized domain parameters.
        key_id: its number; None where there is but one key.
    """

    suite: Suite = Suite.AES128
    parameter_id: int = BRAINPOOL_P256R1
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class SodPlan:
    """EF.SOD.

    Attributes:
        wrapped: in tag 77; off: the bare message.
        indefinite: the message has lengths that BER leaves open.
        open_end: the file itself does: nobody can tell its size before it is read.
        content_type: object identifier of what is signed.
        hash_name: of the data groups and of the signature, as hashlib names it.
    """

    wrapped: bool = True
    indefinite: bool = False
    open_end: bool = False
    content_type: str = "2.23.136.1.1.1"
    hash_name: str = "sha256"


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole card.

    Attributes:
        pace: what PACE it offers; none: EF.CardAccess is not there.
        chip_keys: of Chip Authentication; none: DG14 has no key.
        mapping_only: their first one serves PACE with chip authentication mapping; DG14 says nothing of them.
        named_curves: DG14 gives curves by their names; else their parameters are written out.
        active: key of Active Authentication; None: no DG15.
        active_hash: with which it signs; None: the usual one.
        face: DG2; None: the card has none.
        texts: how DG13 is written.
        filling: bytes of a field of DG13 that nobody knows; 0: there is none.
        order: data groups as EF.COM lists them; DG11, DG12 and DG16 are made where they stand there.
        sod: EF.SOD.
        unsigned: data groups whose hash EF.SOD leaves out.
    """

    pace: tuple[PaceOffer, ...] = (PaceOffer(),)
    chip_keys: tuple[KeyPlan, ...] = (KeyPlan(),)
    mapping_only: bool = False
    named_curves: bool = False
    active: ActiveKind | None = ActiveKind.EC
    active_hash: str | None = None
    face: FacePlan | None = FacePlan()
    texts: Dg13Shape = field(default_factory=Dg13Shape)
    filling: int = 0
    order: tuple[int, ...] = (1, 2, 3, 13, 15, 14)  # as citizen cards have been seen to list them
    sod: SodPlan = SodPlan()
    unsigned: frozenset[int] = frozenset()


USUAL = Plan()
