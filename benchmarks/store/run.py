"""Puts and gets of three nodes, ours beside etcd's: in turn, on one machine and one disk.

256-byte values under one key, one call in flight on each connection, at the leader. With one
client all processes of a system share a core, since waking another one up would be all there is
to see; with more, they share the machine.

The last rows of puts are of a slower disk, the same for both, and are there to be looked at: the
aims are about this machine's own.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Aim, Row, Section
from benchmarks.store import slow_disk
from benchmarks.store.cpu import Cpu, spent
from benchmarks.store.etcd_peer import Etcd, get_body, put_body
from benchmarks.store.load_run import LoadRun, record, run_etcd, run_ours
from benchmarks.store.our_cluster import Cluster
from kvstore._generated import kv

ROUNDS = 7
SECONDS = 2
CORE = str((os.cpu_count() or 1) - 1)
KEY, VALUE = b"key", bytes(256)
CLIENTS = (1, 16, 100)
PLACES = ((CORE, CLIENTS[:1]), ("", CLIENTS[1:]))
"""On which cores, all where none is named, with how many clients."""
SLOW_ROUNDS = 3
GET_ANSWER = 384
"""Bytes of the answer to a get of `VALUE`."""
PUT_AIMS = {1: 1.5, 16: 2.5, 100: 3.0}
GET_AIMS = {1: 2.0, 16: 4.0, 100: 4.0}
PROCEDURES = {procedure.name: procedure for procedure in kv.KV_V1.procedures}
HEADER = kv.kv_request_header(0, 0, 0, 0, kv.KV_LINEARIZABLE, 0, 0, 0, 0, bytes(16), b"", ())


@dataclass(frozen=True)
class Pair:
    """What both systems did, a run a round, and what CPU a call of ours took."""

    ours: list[LoadRun]
    etcd: list[LoadRun]
    cpu: list[Cpu]

    @property
    def ratio(self) -> float:
        """Median of the rounds' ratios of rates."""
        pairs = zip(self.ours, self.etcd, strict=True)
        return statistics.median(ours.rate / etcd.rate for ours, etcd in pairs)

    def row(self, name: str) -> Row:
        """The pair as a row of medians."""
        cells = {}
        for system, runs in (("ours", self.ours), ("etcd", self.etcd)):
            cells[f"{system}, calls/s"] = f"{statistics.median(r.rate for r in runs):,.0f}"
            cells[f"{system}, median ms"] = f"{statistics.median(r.median for r in runs) / 1e3:.2f}"
            cells[f"{system}, p95 ms"] = f"{statistics.median(r.p95 for r in runs) / 1e3:.2f}"
        cells["ratio"] = f"{self.ratio:.2f}"
        leader, kernel, follower = map(statistics.median, zip(*self.cpu, strict=True))
        cells["leader's CPU, us/call"] = f"{leader:.0f}"
        cells["in the kernel"] = f"{kernel:.0f}"
        cells["a follower's CPU, us/call"] = f"{follower:.0f}"
        return Row(name, cells)

    @property
    def latency(self) -> float:
        """Median of the rounds' ratios of median latencies."""
        pairs = zip(self.ours, self.etcd, strict=True)
        return statistics.median(ours.median / etcd.median for ours, etcd in pairs)


def run(*, quick: bool) -> Section:
    """Run all loads. Needs gcc, etcd-server, etcd-client and nghttp2-client."""
    rounds, seconds = (1, 1) if quick else (ROUNDS, SECONDS)
    rows: list[Row] = []
    aims: list[Aim] = []
    # Beside the project and not in /tmp, which may be no disk at all.
    folder = Path(tempfile.mkdtemp(prefix="bench-store-", dir=Path.cwd()))
    try:
        build(folder)
        for pin, clients in PLACES:
            with _both(folder / f"own-{pin}", pin, ()) as (ours, etcd):
                for count in clients:
                    for name, method in (("put", "Put"), ("get", "Range")):
                        pair = _load(folder, ours, etcd, (name, method), count, rounds, seconds)
                        rows.append(pair.row(f"{name}, {count} clients"))
                        wanted = (PUT_AIMS if name == "put" else GET_AIMS)[count]
                        aims.append(Aim(f"{name} x etcd, {count} clients", pair.ratio, wanted))
                        if name == "put":
                            latency = f"median put latency / etcd's, {count} clients"
                            aims.append(Aim(latency, pair.latency, 1.0, smaller_is_better=True))
        rows += _slow_rows(folder, min(rounds, SLOW_ROUNDS))
        rows += [ceiling(folder, count, seconds) for count in CLIENTS]
        rows += [_floor(folder, count, seconds) for count in CLIENTS]
        rows.append(Row("fdatasync of 4 KiB", {"ours, median ms": f"{_sync_ms(folder):.3f}"}))
    finally:
        shutil.rmtree(folder)
    return Section("store", "Three nodes beside etcd", rows, aims)


def build(folder: Path) -> None:
    """Compile `load` and `null_server` into a folder, and write the requests they send there."""
    for program in ("load", "null_server"):
        source = Path(__file__).parent / "c" / f"{program}.c"
        subprocess.run(["gcc", "-O2", "-o", str(folder / program), str(source)], check=True)
    put = kv.kv_put_op(key=KEY, value=VALUE, lease=0, flags=0)
    put_args = kv.kv_put_args(header=HEADER, wait=kv.KV_WAIT_QUORUM, put=put)
    get_args = kv.kv_get_args(header=HEADER, key=KEY, revision=0)
    (folder / "put").write_bytes(record(PROCEDURES["KV_PUT"], put_args))
    (folder / "get").write_bytes(record(PROCEDURES["KV_GET"], get_args))
    (folder / "etcd-put").write_bytes(put_body(KEY, VALUE))
    (folder / "etcd-get").write_bytes(get_body(KEY))
    # Accepted replies of nothing but zeros: long enough to hold a code, which is KV_OK, and as
    # long as a get's.
    for name, length in (("answer", 120), ("get-answer", GET_ANSWER)):
        (folder / name).write_bytes(
            (0x80000000 | length).to_bytes(4, "big") + bytes(7) + b"\1" + bytes(length - 8)
        )


@contextmanager
def _both(place: Path, pin: str, under: Sequence[str]) -> Iterator[tuple[Cluster, Etcd]]:
    """Run both systems in a folder that is made for that."""
    with ExitStack() as stack:
        etcd = stack.enter_context(Etcd(place / "etcd", pin=pin, under=under))
        (place / "ours").mkdir(parents=True)
        yield stack.enter_context(Cluster(place / "ours", pin=pin, under=under)), etcd


def _load(
    folder: Path,
    ours: Cluster,
    etcd: Etcd,
    call: tuple[str, str],
    count: int,
    rounds: int,
    seconds: int,
) -> Pair:
    """Load both in turn; `call` is what the request is called here, and by etcd."""
    name, method = call
    pin = CORE if count == 1 else ""
    pair = Pair([], [], [])
    for _ in range(rounds):
        before = Cpu.of(ours)
        done = run_ours(folder / "load", ours.port, count, seconds, folder / name, pin=pin)
        pair.ours.append(done)
        pair.cpu.append(Cpu.of(ours).since(before, done.rate * seconds))
        body = folder / f"etcd-{name}"
        pair.etcd.append(run_etcd(etcd.port, method, body, count, seconds, pin=pin))
    return pair


def _slow_rows(folder: Path, rounds: int) -> list[Row]:
    """Puts where each sync takes a millisecond more, for both."""
    name = f"put, {{}} clients, syncs {slow_disk.DELAY_US / 1e3:g} ms longer"
    reason = slow_disk.why_not()
    if reason is not None:
        return [Row(name.format("any"), {"ours, calls/s": f"skipped: {reason}"})]
    rows = []
    for pin, clients in PLACES:
        with _both(folder / f"slow-{pin}", pin, slow_disk.COMMAND) as (ours, etcd):
            for count in clients:
                pair = _load(folder, ours, etcd, ("put", "Put"), count, rounds, 1)
                rows.append(pair.row(name.format(count)))
    return rows


def ceiling(folder: Path, count: int, seconds: int) -> Row:
    """Return what the generator of our load does against a server that does nothing."""
    server = [str(folder / "null_server"), str(folder / "answer")]
    found, _ = _against(server, folder, "put", count, seconds)
    return Row(f"our generator's ceiling, {count} clients", {"ours, calls/s": f"{found.rate:,.0f}"})


def _floor(folder: Path, count: int, seconds: int) -> Row:
    """What a call costs on the loop that ours run on, with nothing done for it."""
    server = [sys.executable, "-m", "benchmarks.store.bare_loop", str(folder / "get-answer")]
    found, cpu = _against(server, folder, "get", count, seconds)
    cells = {
        "ours, calls/s": f"{found.rate:,.0f}",
        "leader's CPU, us/call": f"{cpu[0]:.1f}",
        "in the kernel": f"{cpu[1]:.1f}",
    }
    return Row(f"a bare server on uvloop, {count} clients", cells)


def _against(
    server: list[str], folder: Path, request: str, count: int, seconds: int
) -> tuple[LoadRun, tuple[float, float]]:
    """Run the load against a server that prints its port; return that, and its CPU a call."""
    pin = CORE if count == 1 else ""
    command = ["taskset", "-c", pin] if pin else []
    with subprocess.Popen([*command, *server], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            before = spent(process.pid)
            found = run_ours(folder / "load", port, count, seconds, folder / request, pin=pin)
            calls = found.rate * seconds
            after = spent(process.pid)
        finally:
            process.kill()
    return found, ((after[0] - before[0]) / calls, (after[1] - before[1]) / calls)


def _sync_ms(folder: Path) -> float:
    """Median of what an fdatasync of 4 KiB of a preallocated file takes on this disk."""
    path = folder / "sync"
    path.write_bytes(bytes(1 << 20))
    taken = []
    descriptor = os.open(path, os.O_RDWR)
    try:
        for place in range(200):
            os.pwrite(descriptor, b"x" * 4096, place * 4096)
            begun = time.perf_counter()
            os.fdatasync(descriptor)
            taken.append(time.perf_counter() - begun)
    finally:
        os.close(descriptor)
    return statistics.median(taken) * 1e3
