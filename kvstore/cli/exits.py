"""How kvctl ends, in numbers that scripts may rely on."""

from __future__ import annotations

from enum import IntEnum

from kvstore import errors

__all__ = ["Exit", "exit_for"]


class Exit(IntEnum):
    """`NO`: the answer is "no", for instance that there is no such key."""

    DONE = 0
    NO = 1
    USAGE = 2
    UNREACHED = 3
    REFUSED = 4


_USAGE = (errors.InvalidRequest, errors.TooLarge, errors.Unsupported, errors.WrongCluster)
_NO = (
    errors.Compacted,
    errors.FutureRevision,
    errors.KeyMissing,
    errors.LeaseExists,
    errors.LeaseUnknown,
)


def exit_for(error: errors.KvError) -> Exit:
    """Return the exit code for an error of the library."""
    if isinstance(error, errors.Denied):
        return Exit.REFUSED
    if isinstance(error, _USAGE):
        return Exit.USAGE
    if isinstance(error, _NO):
        return Exit.NO
    return Exit.UNREACHED
