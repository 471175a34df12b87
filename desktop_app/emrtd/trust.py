"""Judges whether the signer of a chip comes from an issuer that is trusted here.

Certificates are given as bytes; where they are kept is the business of the security room.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.core.terms import TrustScope


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate that is trusted, and for what.

    Attributes:
        certificate: X.509, DER.
        scope: what it may vouch for.
    """

    certificate: bytes = field(repr=False)
    scope: TrustScope
