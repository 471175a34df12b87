"""Checks signatures of data and certificates: RSA (PKCS#1, PSS) and ECDSA on every curve of `curves.py`.

Source: RFC 8017, RFC 4055, SEC 1 4.1.4; algorithms allowed by ICAO Doc 9303 part 12.
"""

from __future__ import annotations

import hashlib
from typing import Any

from asn1crypto import algos
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import curves
from desktop_app.emrtd.public_keys import EcKey, PublicKey, RsaKey

UNSUPPORTED_ALGORITHM = declare("emrtd.unsupported_algorithm")

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_RSA_PKCS1 = {
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.14": "sha224",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_RSA_PLAIN = "1.2.840.113549.1.1.1"
_RSA_PSS = "1.2.840.113549.1.1.10"
_ECDSA = {
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
_EC_PLAIN = "1.2.840.10045.2.1"  # some signers name the key type where the algorithm belongs
_FAST_CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}


def digest(name: str, data: bytes) -> bytes:
    """Hash data.

    Args:
        name: `sha1`, `sha224`, `sha256`, `sha384` or `sha512`.
        data: anything.

    Raises:
        AppError: emrtd.unsupported_algorithm.
    """
    if name not in _HASHES:
        raise AppError(UNSUPPORTED_ALGORITHM, {"algorithm": name})
    return hashlib.new(name, data).digest()


def is_valid(
    key: PublicKey,
    algorithm: Any,
    signature: bytes,
    message: bytes,
    *,
    digest_name: str | None = None,
) -> bool:
    """Whether the signature over the message was made with the private half of the key.

    Args:
        key: public key of the signer.
        algorithm: AlgorithmIdentifier, an asn1crypto value.
        signature: as transmitted.
        message: what was signed, not hashed.
        digest_name: hash to use when the identifier names none.

    Raises:
        AppError: emrtd.unsupported_algorithm.
    """
    oid = algorithm["algorithm"].dotted
    if isinstance(key, EcKey) and (oid in _ECDSA or oid == _EC_PLAIN):
        chosen = _hash(_ECDSA.get(oid, digest_name), oid)
        pair = _pair(signature)
        return pair is not None and is_valid_ecdsa(key, chosen.name, *pair, message)
    if isinstance(key, RsaKey) and (oid in _RSA_PKCS1 or oid == _RSA_PLAIN):
        chosen = _hash(_RSA_PKCS1.get(oid, digest_name), oid)
        return _is_valid_rsa(key, padding.PKCS1v15(), chosen, signature, message)
    if isinstance(key, RsaKey) and oid == _RSA_PSS:
        pss, chosen = _pss(algorithm, oid)
        return _is_valid_rsa(key, pss, chosen, signature, message)
    if oid in {*_ECDSA, *_RSA_PKCS1, _EC_PLAIN, _RSA_PLAIN, _RSA_PSS}:
        return False  # an algorithm for keys of the other kind: this key did not make the signature
    raise AppError(UNSUPPORTED_ALGORITHM, {"algorithm": oid})


def _hash(name: str | None, oid: str) -> hashes.HashAlgorithm:
    if name not in _HASHES:
        raise AppError(UNSUPPORTED_ALGORITHM, {"algorithm": oid})
    return _HASHES[name]


def _pss(algorithm: Any, oid: str) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    try:
        parameters = algorithm["parameters"]
        chosen = _hash(parameters["hash_algorithm"]["algorithm"].native, oid)
        mask = parameters["mask_gen_algorithm"]
        mask_hash = _hash(mask["parameters"]["algorithm"].native, oid)
        salt = int(parameters["salt_length"].native)
        if mask["algorithm"].native != "mgf1" or not 0 <= salt <= 512:
            raise AppError(UNSUPPORTED_ALGORITHM, {"algorithm": oid})
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise AppError(UNSUPPORTED_ALGORITHM, {"algorithm": oid}) from error
    return padding.PSS(padding.MGF1(mask_hash), salt), chosen


def _is_valid_rsa(
    key: RsaKey,
    scheme: padding.PSS | padding.PKCS1v15,
    chosen: hashes.HashAlgorithm,
    signature: bytes,
    message: bytes,
) -> bool:
    try:
        public = rsa.RSAPublicNumbers(key.exponent, key.modulus).public_key()
    except ValueError as error:
        raise AppError(UNSUPPORTED_ALGORITHM, {"algorithm": "rsa"}) from error
    try:
        public.verify(signature, message, scheme, chosen)
    except InvalidSignature:
        return False
    return True


def is_valid_ecdsa(key: EcKey, digest_name: str, r: int, s: int, message: bytes) -> bool:
    """Whether the pair (r, s) is an ECDSA signature over the message.

    Args:
        key: public key of the signer.
        digest_name: as in `digest`.
        r: first half.
        s: second half.
        message: what was signed, not hashed.

    Raises:
        AppError: emrtd.unsupported_algorithm.
    """
    curve = key.curve
    chosen = _hash(digest_name, digest_name)
    if not (1 <= r < curve.n and 1 <= s < curve.n):
        return False
    fast = _FAST_CURVES.get(curve.name)
    if fast is None:
        return _is_valid_ecdsa_here(key, chosen, r, s, message)
    public = ec.EllipticCurvePublicNumbers(key.point.x, key.point.y, fast).public_key()
    try:
        public.verify(encode_dss_signature(r, s), message, ec.ECDSA(chosen))
    except InvalidSignature:
        return False
    return True


def _is_valid_ecdsa_here(key: EcKey, chosen: hashes.HashAlgorithm, r: int, s: int, message: bytes) -> bool:
    """ECDSA on the curves that `cryptography` does not know. Nothing here is secret."""
    curve = key.curve
    hashed = hashlib.new(chosen.name, message).digest()
    e = int.from_bytes(hashed, "big") >> max(0, 8 * len(hashed) - curve.n.bit_length())
    w = pow(s, -1, curve.n)
    point = curves.add(
        curve,
        curves.multiply(curve, e * w % curve.n, curve.g),
        curves.multiply(curve, r * w % curve.n, key.point),
    )
    return point != curves.INFINITY and point.x % curve.n == r


def _pair(signature: bytes) -> tuple[int, int] | None:
    try:
        values: Any = algos.DSASignature.load(signature, strict=True)
        return int(values["r"].native), int(values["s"].native)
    except (ValueError, TypeError):
        return None
