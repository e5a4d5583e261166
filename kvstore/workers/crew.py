"""The workers of a node, and what they hand to it.

start ──► told ──► ready ──► beats ... ──► ended, or silent: killed ──► pause ──► start
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec.json import Decoder

from kvstore.workers.channel import Channel, close_all, pair
from kvstore.workers.messages import Beat, Given, Handed, Moved, Ready, Relayed, Ruled, ToNode
from rpcgen_py.runtime.identity import Peer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from kvstore.workers.messages import Told
    from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

log = logging.getLogger(__name__)

SILENT: Final = 10.0
"""Seconds without a beat after which a worker is taken for stuck."""
STEADY: Final = 10.0
"""Seconds that a worker lives whose end is not held against the next one."""
FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 30.0
"""Seconds before another worker is started; twice as long after each that was not steady."""
START: Final = 10.0
"""Seconds that workers have to be ready before the node goes on without them."""
_LAST: Final = 1.0
"""Seconds that a worker has to end once it has said its last."""

_UNSERVED_MAX: Final = 1 << 23
"""Bytes that may come with a connection: a record, and what was read behind it."""

_NONE_YET: Final = Beat(0, 0, 0, 0)


class Numbers(NamedTuple):
    """`workers` that serve now, and what all have done since the node's start."""

    workers: int
    hits: int
    passed: int
    handed: int
    restarts: int


class _Hand:
    """One place in the crew: the process that fills it now."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.channel: Channel[ToNode] | None = None
        self.is_ready = asyncio.Event()
        self.heard_at = 0.0
        self.segment = ""
        """Where it was told that hot keys are."""
        self.load = 0
        """Connections, as far as is known here."""
        self.beat = _NONE_YET


class Crew:
    """So many workers. Calls that they pass on are served by `relays`, connections by `server`.

    `command` is what to run, but for the descriptor's number; `told` what a new worker is told.
    """

    def __init__(
        self,
        count: int,
        command: Sequence[str],
        told: Callable[[], Told],
        server: AsyncServer,
        relays: AsyncServer,
    ) -> None:
        self._command = tuple(command)
        self._told = told
        self._server = server
        self._relays = relays
        self._hands = [_Hand() for _ in range(count)]
        self._keepers: list[asyncio.Task[None]] = []
        self._adoptions: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._past = _NONE_YET
        self._restarts = 0

    async def start(self) -> None:
        """Start all, and wait until they serve; the node goes on without those that do not."""
        self._keepers = [asyncio.create_task(self._keep(hand)) for hand in self._hands]
        waits = [hand.is_ready.wait() for hand in self._hands]
        try:
            async with asyncio.timeout(START):
                await asyncio.gather(*waits)
        except TimeoutError:
            log.warning("not all workers have begun to serve within %g s", START)
        self._server.divert(self._give)

    def rule(self, policy: str | None) -> None:
        """Tell all of another policy."""
        for hand in self._hands:
            told = hand.channel is None or hand.channel.send(Ruled(policy))
            if not told and hand.process is not None:
                hand.process.kill()  # rather than that it goes by the old one

    def numbers(self) -> Numbers:
        """Return what has come of it so far."""
        beats = [self._past, *(hand.beat for hand in self._hands)]
        return Numbers(
            workers=sum(hand.is_ready.is_set() for hand in self._hands),
            hits=sum(beat.hits for beat in beats),
            passed=sum(beat.passed for beat in beats),
            handed=sum(beat.handed for beat in beats),
            restarts=self._restarts,
        )

    async def stop(self, grace: float) -> None:
        """Let all end, and take no more from them; kill those that have not after `grace` seconds.

        A second call does nothing.
        """
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._server.divert(None)
        for hand in self._hands:
            if hand.process is not None and hand.process.poll() is None:
                hand.process.terminate()
        if self._keepers:
            await asyncio.wait(self._keepers, timeout=grace)
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, *self._adoptions, return_exceptions=True)

    # ------------------------------------------------------------------ processes

    async def _keep(self, hand: _Hand) -> None:
        pause = FIRST_PAUSE
        while True:
            begun = monotonic()
            try:
                await self._run(hand)
            except OSError as error:
                log.error("no worker can be started: %s", error)  # noqa: TRY400 (says it all)
            if self._stopping.is_set():
                return
            if monotonic() - begun >= STEADY:
                pause = FIRST_PAUSE
            self._restarts += 1
            log.warning("a worker has ended; another one is started in %g s", pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
                return
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _run(self, hand: _Hand) -> None:
        """Have a worker, until it ends."""
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        near, far = pair()
        with far:
            try:
                command = (*self._command, str(far.fileno()))
                process = subprocess.Popen(  # noqa: ASYNC220, S603 (brief; the command is ours)
                    command, pass_fds=(far.fileno(),)
                )
            except BaseException:
                near.close()
                raise
        hand.process = process
        decoder: Decoder[ToNode] = Decoder(ToNode)

        def heard(message: ToNode, descriptors: Sequence[int]) -> None:
            self._heard(hand, message, descriptors)

        hand.channel = channel = Channel(near, decoder, heard, ended.set, loop)
        hand.heard_at = monotonic()
        try:
            told = self._told()
            hand.segment = told.segment
            channel.send(told)
            while not ended.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), _left(hand))
                if not ended.is_set() and _left(hand) <= 0:
                    # If it was this process that stood still, there is more to be heard.
                    await asyncio.sleep(_LAST)
                    if _left(hand) <= 0:
                        log.warning("a worker (pid %d) is silent: killing it", process.pid)
                        return
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, _LAST)
        finally:
            hand.is_ready.clear()
            hand.channel = hand.process = None
            channel.close()
            self._past = _sum(self._past, hand.beat)
            hand.beat, hand.load = _NONE_YET, 0
            process.kill()
            process.wait()  # one that was killed is gone at once

    def _follow(self, hand: _Hand) -> None:
        """Tell a worker where the hot keys are now, if that has changed."""
        segment = self._told().segment
        if hand.segment != segment and hand.channel is not None:
            hand.segment = segment
            hand.channel.send(Moved(segment))

    # ------------------------------------------------------------------ connections

    def _give(self, descriptor: int) -> bool:
        """Let the worker with the fewest connections serve one that came in here."""
        fitting = [
            hand
            for hand in self._hands
            if hand.is_ready.is_set() and hand.channel is not None and not hand.channel.congested
        ]
        if not fitting:
            os.close(descriptor)
            return False
        hand = min(fitting, key=lambda each: each.load)
        hand.load += 1
        return hand.channel is not None and hand.channel.send(Given(), descriptor)

    def _heard(self, hand: _Hand, message: ToNode, descriptors: Sequence[int]) -> None:
        hand.heard_at = monotonic()
        match message:
            case Ready():
                hand.is_ready.set()
            case Beat():
                hand.beat, hand.load = message, message.connections
                self._follow(hand)
            case Relayed() if len(descriptors) == 1:
                peer = Peer("tcp", message.host, message.port, message.local_host)
                self._adopt(self._relays.adopt(_socket(descriptors[0]), peer=peer))
                return
            case Handed() if len(descriptors) == 2:
                connection, file = descriptors
                try:
                    unserved = os.pread(file, _UNSERVED_MAX, 0)
                finally:
                    os.close(file)
                self._adopt(self._server.adopt(_socket(connection), unserved=unserved))
                return
        close_all(descriptors)

    def _adopt(self, adoption: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_quietly(adoption))
        self._adoptions.add(task)
        task.add_done_callback(self._adoptions.discard)


def _left(hand: _Hand) -> float:
    """Seconds for which a worker may still be silent."""
    return hand.heard_at + SILENT - monotonic()


async def _quietly(adoption: Coroutine[Any, Any, None]) -> None:
    try:
        await adoption
    except (OSError, RuntimeError) as error:
        log.info("a connection is gone already: %s", error)


def _socket(descriptor: int) -> socket.socket:
    return socket.socket(fileno=descriptor)


def _sum(one: Beat, other: Beat) -> Beat:
    return Beat(
        0,
        one.hits + other.hits,
        one.passed + other.passed,
        one.handed + other.handed,
    )
