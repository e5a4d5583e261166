"""What is kept of each call: numbers for those who watch the node, and a line for those who look
for one call.

The numbers are counted here and shown by others (`KV_STATUS`, the metrics endpoint), so that a
call costs no more than a few additions.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kvstore._generated import kv
from kvstore.service.codes import CODE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.service.request import Request
    from kvstore.service.shapes import Shape

log: Final = logging.getLogger("kvstore.requests")

BOUNDS: Final = (
    *(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1),
    *(0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
"""Upper bounds of the latencies that are counted together, in seconds."""


class Latencies:
    """Of one procedure: how many calls took up to each of `BOUNDS`, and how long all together."""

    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        """Count a call."""
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    @property
    def count(self) -> int:
        """How many calls there were."""
        return sum(self.buckets)


class Answered(NamedTuple):
    """So many calls of a procedure were answered with one code, by its name."""

    procedure: str
    code: str
    calls: int


class Journal:
    """The calls of a node since it started."""

    def __init__(self) -> None:
        self.latencies: dict[str, Latencies] = {
            procedure.name: Latencies() for procedure in kv.KV_V1.procedures
        }
        self._codes: dict[tuple[str, int], int] = {}
        self.under_way = 0

    def ended(self, shape: Shape[Any], request: Request, code: int, where: str) -> None:
        """Count a call that is answered with `code`, and tell the log of it.

        `where` says which node did it: "here", "on the leader".
        """
        seconds = monotonic() - request.begun
        name = shape.procedure.name
        self.latencies[name].add(seconds)
        key = name, code
        self._codes[key] = self._codes.get(key, 0) + 1
        if log.isEnabledFor(logging.INFO):
            context = request.context
            log.info(
                "%s from %s: %s in %.3f ms",
                name,
                context.peer,
                CODE_NAMES.get(code, str(code)),
                seconds * 1000,
                extra={
                    "request_id": request.traced().hex(),
                    "procedure": name,
                    "peer": str(context.peer),
                    "uid": context.identity.uid,
                    "outcome": CODE_NAMES.get(code, str(code)),
                    "latency_ms": round(seconds * 1000, 3),
                    "done": where,
                },
            )

    def answered(self) -> Iterator[Answered]:
        """Yield the numbers of answers, by procedure and code."""
        for (procedure, code), count in sorted(self._codes.items()):
            yield Answered(procedure, CODE_NAMES.get(code, str(code)), count)
