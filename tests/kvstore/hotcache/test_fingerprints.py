"""Keys spread over buckets as if by chance, whatever they look like."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from kvstore.hotcache.fingerprints import PRIME_BITS, fingerprinter, random_secret
from kvstore.hotcache.layout import Geometry

BUCKETS = 64
KEYS = {
    "decimal": [b"user/%06d" % number for number in range(1000)],
    "short": [b"%d" % number for number in range(1000)],
    "neighbours": [b"k" + number.to_bytes(4, "big") for number in range(1000)],
    # What one would choose who knows the number of buckets.
    "a bucket's distance apart": [
        b"k" + (number * BUCKETS).to_bytes(4, "big") for number in range(1000)
    ],
    "same end": [b"k" + number.to_bytes(4, "big") + b"/status" for number in range(1000)],
    "zeros": [bytes(number) for number in range(1000)],
}


def secrets() -> list[tuple[int, int]]:
    return [random_secret(random.Random(seed).randrange) for seed in range(60)]  # noqa: S311


@pytest.mark.parametrize("kind", KEYS)
def test_keys_spread(kind: str) -> None:
    """Of 1,000 thrown into 64 by chance the fullest holds 31 to 33 in so many throws."""
    geometry = Geometry(buckets=BUCKETS, ways=16, slot_bytes=512, stripes=64)
    fullest = 0
    for prime, factor in secrets():
        fingerprint = fingerprinter(prime, factor)
        prints = {fingerprint(key) for key in KEYS[kind]}
        assert len(prints) == 1000
        assert all(0 < print_ < 1 << 64 for print_ in prints)
        fullest = max(fullest, *Counter(map(geometry.bucket_of, prints)).values())
    assert fullest <= 40


def test_secrets_are_primes_and_odd_numbers() -> None:
    for prime, factor in secrets():
        assert prime.bit_length() == PRIME_BITS
        assert all(pow(base, prime - 1, prime) == 1 for base in range(2, 50))
        assert factor % 2
    assert len(set(secrets())) == 60
