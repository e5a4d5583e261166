"""Records on a byte stream (RFC 5531 §11).

A record is one RPC message, sent as one or more fragments:

    +-+-------------------------------+------------------- - -
    |L| length of the fragment's data |  data
    +-+-------------------------------+------------------- - -
     1               31 bits, big endian            L: the last fragment of its record

Records leave here as one fragment, because rpcbind reads the first fragment as the whole record.
They may arrive in any number of fragments, in pieces of any size, several in one piece.
"""

from __future__ import annotations

from struct import Struct
from typing import Final

__all__ = ["DEFAULT_MAX_FRAGMENTS", "DEFAULT_MAX_RECORD", "LAST", "RecordError", "RecordParser"]

LAST: Final = 0x80000000
"""The bit of a mark that ends a record: `LAST | length` marks a record of one fragment."""

DEFAULT_MAX_RECORD: Final = (1 << 24) + (1 << 16)
"""Most bytes of a record: one `<>` of the default limit, and room for what stands around it."""

DEFAULT_MAX_FRAGMENTS: Final = 1 << 16
"""Most fragments of a record. Empty ones are legal and count."""

_mark = Struct(">I").unpack_from


class RecordError(ValueError):
    """A peer passed a cap: what follows on its stream cannot be trusted, so it must be closed."""


class RecordParser:
    """Bytes in, whole records out.

    `feed` it what was received, then take records with `next_record` until that returns None.
    It holds no more than one record and the bytes last fed. `max_fragment` is `max_record` unless
    given; sizes are in bytes and do not count marks.
    """

    __slots__ = (
        "_clean",
        "_data",
        "_fragments",
        "_last",
        "_left",
        "_mark_bytes",
        "_max_fragment",
        "_max_fragments",
        "_max_record",
        "_offset",
        "_record",
        "_whole",
    )

    def __init__(
        self,
        max_record: int = DEFAULT_MAX_RECORD,
        max_fragments: int = DEFAULT_MAX_FRAGMENTS,
        max_fragment: int | None = None,
    ) -> None:
        self._max_record = max_record
        self._max_fragments = max_fragments
        self._max_fragment = max_record if max_fragment is None else min(max_fragment, max_record)
        # A mark up to this one is a whole small-enough record in a single compare.
        self._whole = LAST | self._max_fragment
        self._data = b""
        self._offset = 0
        self._clean = True  # whether nothing is here, as `next_record` found
        # What is known of a record that is only partly here:
        self._mark_bytes = b""
        self._left = 0  # bytes of its current fragment still to come
        self._last = False
        self._fragments = 0
        self._record = bytearray()

    @property
    def held(self) -> int:
        """Bytes of the record that is only partly here."""
        return len(self._record)

    @property
    def between_records(self) -> bool:
        """Whether everything fed so far has been taken, and no record is only partly here."""
        return not (self._mark_bytes or self._fragments or self._offset < len(self._data))

    @property
    def rest(self) -> bytes:
        """What was fed behind the record that was taken last."""
        return self._data[self._offset :]

    def sole(self, data: bytes) -> bool:
        """Whether `data`, just received, is one whole record and nothing else is here.

        That is what nearly all peers send that wait for each answer. Then it need not be fed: the
        record is `data[4:]`. Otherwise, feed it.
        """
        size = len(data) - 4
        return self._clean and 0 <= size <= self._max_fragment and _mark(data)[0] == LAST + size

    def feed(self, data: bytes) -> None:
        """Hand over received bytes."""
        if self._offset < len(self._data):
            data = self._data[self._offset :] + data
        self._data = data
        self._offset = 0
        self._clean = False

    def next_record(self) -> tuple[bytes, int, int] | None:
        """The next whole record as `(data, offset, end)`, or None until more bytes are fed.

        Raises `RecordError` if the record passes a cap, before it is held.
        """
        data = self._data
        start = self._offset + 4
        if start > len(data):
            if self._offset == len(data):
                self._clean = not (self._fragments or self._mark_bytes)
                return None
        elif not self._fragments and not self._mark_bytes:
            (mark,) = _mark(data, self._offset)
            if LAST <= mark <= self._whole:
                end = start + (mark - LAST)
                if end <= len(data):
                    self._offset = end
                    return data, start, end
        return self._assemble()

    def _assemble(self) -> tuple[bytes, int, int] | None:
        """Take a record apart from its fragments, or keep what there is of it."""
        while self._offset < len(self._data):
            if not self._left and not self._next_fragment():
                break
            piece = self._data[self._offset : self._offset + self._left]
            self._record += piece
            self._offset += len(piece)
            self._left -= len(piece)
            if self._last and not self._left:
                record = bytes(self._record)
                self._record = bytearray()
                self._fragments = 0
                return record, 0, len(record)
        self._data = b""
        self._offset = 0
        self._clean = not (self._fragments or self._mark_bytes)
        return None

    def _next_fragment(self) -> bool:
        """Read a mark, which may come in pieces; False until it is whole."""
        piece = self._data[self._offset : self._offset + 4 - len(self._mark_bytes)]
        self._mark_bytes += piece
        self._offset += len(piece)
        if len(self._mark_bytes) < 4:
            return False
        (mark,) = _mark(self._mark_bytes)
        self._mark_bytes = b""
        self._last = mark >= LAST
        self._left = mark & ~LAST
        self._fragments += 1
        if self._left > self._max_fragment:
            raise RecordError(f"a fragment of {self._left} bytes, at most {self._max_fragment}")
        if len(self._record) + self._left > self._max_record:
            raise RecordError(
                f"a record of at least {len(self._record) + self._left} bytes, "
                f"at most {self._max_record}"
            )
        if self._fragments > self._max_fragments:
            raise RecordError(f"a record of more than {self._max_fragments} fragments")
        return True
