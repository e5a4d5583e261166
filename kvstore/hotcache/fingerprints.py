"""Keys as 64 bits that nobody can aim who does not know the segment's secret.

A key is read as one number, and taken modulo a random prime: R. M. Karp, M. O. Rabin, *Efficient
randomized pattern-matching algorithms* (1987). Two given keys of 8 KiB agree for less than one
prime in 2^45. As that leaves neighbouring numbers neighbours, which one multiplication would deal
out unevenly among buckets, the rest is multiplied by a random odd factor, the upper half of the
product folded into the lower, and that multiplied once more. All of it is arithmetic that the
interpreter does at once; a keyed hash function costs twice as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore.hotcache.layout import MASK

if TYPE_CHECKING:
    from collections.abc import Callable

PRIME_BITS: Final = 61
MARK: Final = b"\1"
"""What stands before each key, to keep apart those that differ in leading zeros."""

# Testing with these leaves no composite number below 3.3e24: J. Sorenson, J. Webster, *Strong
# pseudoprimes to twelve prime bases* (2017).
_WITNESSES: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def fingerprinter(prime: int, factor: int) -> Callable[[bytes], int]:
    """Return what makes the fingerprint of a key: 1 to 2^64 - 1."""
    # Bound here, for looking them up each time would take a quarter more.
    number_of, mark, half, mask = int.from_bytes, MARK, PRIME_BITS, MASK

    def fingerprint(key: bytes) -> int:
        product = number_of(mark + key, "big") % prime * factor
        return ((product ^ product >> half) * factor & mask) or 1

    return fingerprint


def random_secret(random_below: Callable[[int], int]) -> tuple[int, int]:
    """Return a prime and an odd factor by chance; `random_below(n)` gives one of 0 to n - 1."""
    half = 1 << (PRIME_BITS - 1)
    prime = 0
    while not _is_prime(prime):
        prime = half + random_below(half)
    return prime, random_below(1 << 63) * 2 + 1


def _is_prime(number: int) -> bool:
    """Say whether a number of at most 64 bits is prime, by the test of Miller and Rabin."""
    if number < 2 or any(number % witness == 0 for witness in _WITNESSES):
        return number in _WITNESSES
    twos = (number - 1 & 1 - number).bit_length() - 1
    odd = number - 1 >> twos
    for witness in _WITNESSES:
        power = pow(witness, odd, number)
        if power in {1, number - 1}:
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True
