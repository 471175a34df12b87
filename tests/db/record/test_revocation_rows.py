"""The newest revocation list of an issuer stays, on both databases."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from desktop_app.core.clock import FixedClock
from desktop_app.security.revocation_store import keep_revocation, revocation_lists

DAY = datetime(2026, 11, 1, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())


def revocation(number):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
    builder = x509.CertificateRevocationListBuilder().issuer_name(name).last_update(DAY).next_update(DAY)
    builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def test_a_newer_list_takes_the_place_of_the_older_one(store):
    old, new = revocation(2**90), revocation(2**90 + 1)  # the number may have 20 bytes

    def keep(der):
        return store.write(
            "cb01",
            lambda s: keep_revocation(s, der, origin="test", by="cb01", clock=FixedClock(DAY)),
        )

    assert [keep(old), keep(new), keep(old)] == [True, True, False]
    assert store.read(revocation_lists) == (new,)
