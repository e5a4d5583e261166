"""Time the six messages and hold the ratios against their aims."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from benchmarks.codec import ours, protobuf_peer, xdrlib_peer
from benchmarks.codec.samples import SAMPLES
from benchmarks.interleave import Timing, interleave
from benchmarks.report import Aim, Row, Section

# what is compared → aim of the geometric mean, and of the lowest single one
AIMS = {
    "encode, x xdrlib3": (8.0, 1.8),
    "decode, x xdrlib3": (5.0, 1.8),
    "build + encode, x protobuf-upb": (1.4, 0.0),
    "decode + read, x protobuf-upb": (1.0, 0.7),
}


def _contenders(name: str) -> dict[str, Callable[[], object]]:
    plain = SAMPLES[name]
    kind, build, read = ours.CODECS[name]
    value = build(plain)
    encoded = value.to_xdr()
    peer_encoded = xdrlib_peer.encode(name, plain)
    protobuf_encoded = protobuf_peer.build_and_encode(name, plain)
    assert encoded == peer_encoded, f"{name}: we and xdrlib3 disagree"
    assert read(kind.from_xdr(encoded)) == plain == xdrlib_peer.decode(name, encoded)
    assert protobuf_peer.decode_and_read(name, protobuf_encoded) == plain
    pack, unpack = xdrlib_peer.CODECS[name]
    proto_class, proto_build, proto_read = (
        protobuf_peer.message_class(name),
        *protobuf_peer.CODECS[name][1:],
    )
    packer, unpacker = xdrlib_peer.Packer, xdrlib_peer.Unpacker

    def xdrlib_encode() -> bytes:
        p = packer()
        pack(p, plain)
        return p.get_buffer()

    return {
        "ours encode": value.to_xdr,
        "xdrlib3 encode": xdrlib_encode,
        "ours decode": lambda: kind.from_xdr(encoded),
        "xdrlib3 decode": lambda: unpack(unpacker(encoded)),
        "ours build + encode": lambda: build(plain).to_xdr(),
        "protobuf build + encode": lambda: proto_build(plain).SerializeToString(),
        "ours decode + read": lambda: read(kind.from_xdr(encoded)),
        "protobuf decode + read": lambda: proto_read(proto_class.FromString(protobuf_encoded)),
    }


def _ratios(t: dict[str, Timing]) -> dict[str, float]:
    pairs = (
        ("ours encode", "xdrlib3 encode"),
        ("ours decode", "xdrlib3 decode"),
        ("ours build + encode", "protobuf build + encode"),
        ("ours decode + read", "protobuf decode + read"),
    )
    return {
        aim: t[us].times_faster_than(t[them]) for aim, (us, them) in zip(AIMS, pairs, strict=True)
    }


def run(*, quick: bool) -> Section:
    """Measure; about a minute."""
    assert protobuf_peer.IMPLEMENTATION == "upb"
    rows: list[Row] = []
    by_message: dict[str, dict[str, float]] = {}
    for name in SAMPLES:
        timings = interleave(_contenders(name), quick=quick)
        by_message[name] = _ratios(timings)
        cells = {what: f"{timing.median * 1e6:.2f} µs" for what, timing in timings.items()}
        rows.append(Row(name, {**cells, **{k: f"{v:.2f}" for k, v in by_message[name].items()}}))
    aims: list[Aim] = []
    for aim, (mean, lowest) in AIMS.items():
        values = [ratios[aim] for ratios in by_message.values()]
        aims.append(Aim(f"codec: {aim}, geometric mean", statistics.geometric_mean(values), mean))
        if lowest:
            aims.append(Aim(f"codec: {aim}, lowest", min(values), lowest))
    return Section("codec", "Six messages, seconds per operation and ratios", rows, aims)
