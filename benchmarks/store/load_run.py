"""One run of a load generator: how many answers, how fast."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kvstore._generated import kv
from rpcgen_py.runtime.program import Procedure

CODE_OFFSET = 84
"""Where a kv answer's code stands, from the record mark on: 4 + 24 of the RPC reply + 56 of the
`kv_reply_header` without extensions.
"""


@dataclass(frozen=True)
class LoadRun:
    """Answers a second, and latencies in microseconds."""

    rate: float
    median: float
    p95: float


def record(procedure: Procedure[..., object], arguments: object) -> bytes:
    """Return a call without credentials, as one record (RFC 5531 §9, §11)."""
    body = procedure.pack_args(arguments)
    numbers = (0, 0, 2, kv.KV_V1.program, kv.KV_V1.number, procedure.number, 0, 0, 0, 0)
    call = b"".join(number.to_bytes(4, "big") for number in numbers) + body
    return (0x80000000 | len(call)).to_bytes(4, "big") + call


def run_ours(
    load: Path,
    port: int,
    connections: int,
    seconds: int,
    request: Path,
    *,
    pin: str = "",
    answer: Path | None = None,
) -> LoadRun:
    """Run the generator `load` once. Raises `RuntimeError` if anything was refused.

    `answer` is what a server that speaks something else has to answer.
    """
    arguments = ["localhost", str(port), str(connections), str(seconds), str(request)]
    expected = [] if answer is None else [str(answer)]
    done = subprocess.run(
        [*_pinned(pin), str(load), *arguments, str(CODE_OFFSET), *expected],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=seconds + 30,
    )
    answers, refused, spent, median, p95 = done.stdout.split()
    if int(refused):
        raise RuntimeError(f"{refused} of {answers} calls were refused")
    return LoadRun(int(answers) / float(spent), float(median), float(p95))


def run_etcd(
    port: int, method: str, body: Path, connections: int, seconds: int, *, pin: str = ""
) -> LoadRun:
    """Run h2load once against an etcd node: gRPC calls of `method`, one at a time a connection.

    Raises `RuntimeError` if a call failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        options = ["-D", str(seconds), "-c", str(connections), "-m", "1", "-t", "1"]
        headers = ["-H", "content-type: application/grpc", "-H", "te: trailers"]
        subprocess.run(
            [
                *_pinned(pin),
                "h2load",
                *options,
                *headers,
                "-d",
                str(body),
                f"--log-file={log}",
                f"http://localhost:{port}/etcdserverpb.KV/{method}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=seconds + 30,
        )
        lines = [line.split() for line in log.read_text().splitlines()]
    if any(status != "200" for _, status, _ in lines):
        raise RuntimeError("etcd refused calls")
    taken = sorted(int(time) for _, _, time in lines)
    return LoadRun(len(taken) / seconds, statistics.median(taken), taken[int(len(taken) * 0.95)])


def _pinned(cores: str) -> list[str]:
    return ["taskset", "-c", cores] if cores else []
