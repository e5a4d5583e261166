"""Telling a write that never finished from a write that was damaged later.

Both look alike at first: the last batch of the log fails a checksum. The first was never
acknowledged and is cut off; cutting the second would silently take back an acknowledged write,
or a vote. Two facts keep them apart.

A batch is written only after the one before it is on the disk, so an unfinished batch has
nothing valid behind it.

The file was zero before, so an unfinished batch has a *hole*: either a sector that never arrived,
in which all of the batch's bytes are still zero, or (a process killed inside its write) zeros
from some byte to the end of the segment. An intact batch shows neither at its ends, since it
begins with a magic and ends with a trailer. Damage leaves no hole, except where the damaged
record itself holds a whole sector of zeros or the damage is a sector of zeros; those last ones
cannot be told apart and count as unfinished.
"""

from __future__ import annotations

from kvstore.storage.segment_format import SECTOR, Damage, all_zero, find_batch


def is_torn(data: bytes, damage: Damage, salt: int) -> bool:
    """Tell whether `damage`, found in the log's last segment, is an unfinished write.

    `data` is the whole segment; `damage` names the first bad piece of its last batch.
    """
    behind = damage.batch + 1 if damage.start > damage.batch else damage.batch
    if find_batch(data, behind, salt) is not None:
        return False
    if all_zero(data, damage.end - 1, len(data)):
        return True
    first = damage.start - damage.start % SECTOR
    return any(
        all_zero(data, max(sector, damage.batch), min(sector + SECTOR, len(data)))
        for sector in range(first, damage.end, SECTOR)
    )
