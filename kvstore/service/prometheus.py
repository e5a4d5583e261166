"""The node's numbers in the form that Prometheus collects.

Nothing is counted here: a collection reads what the node and the journal hold at that moment.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from kvstore.mvcc.outcomes import Refusal
from kvstore.service.journal import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kvstore.service.kv_service import KvService
    from kvstore.service.node_port import ServedNode

_CACHE_COUNTERS: Final = {
    "hits": "Reads answered from shared memory, as their readers tell.",
    "misses": "Reads that found nothing there.",
    "fallbacks": "Gets that readers there had to ask the node for.",
    "fills": "Keys let in.",
    "evictions": "Keys that had to leave for them.",
    "repairs": "Damages mended.",
    "contended": "Slots given up since a reader held their lock.",
}

_WORKER_COUNTERS: Final = {
    "hits": "Calls that front ends have answered.",
    "passed": "Calls that they have passed on.",
    "handed": "Connections that they have handed over.",
    "restarts": "Front ends that were replaced.",
}

_EDGES: Final = (*map(str, BOUNDS), "+Inf")


class NodeMetrics(Collector):
    """Collects the numbers of a node and its service."""

    content_type: Final = CONTENT_TYPE_LATEST

    def __init__(self, node: ServedNode, service: KvService) -> None:
        """Read from both, in the thread of the event loop."""
        self._node = node
        self._service = service
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)

    def text(self) -> bytes:
        """Return all of it in Prometheus's text format."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: names are fixed, but a node that starts has no numbers yet."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield every number as it is now."""
        yield from self._calls()
        yield from self._place()
        yield from self._members()
        yield from self._cache()
        yield from self._workers()
        try:
            yield from self._sizes()
        except Refusal:  # the node is starting or stopping
            return

    def _calls(self) -> Iterator[Metric]:
        service, journal = self._service, self._service.journal
        answers = CounterMetricFamily(
            "kvd_requests", "Calls answered, by procedure and code.", labels=("procedure", "code")
        )
        for answered in journal.answered():
            answers.add_metric((answered.procedure, answered.code), answered.calls)
        yield answers
        seconds = HistogramMetricFamily(
            "kvd_request_seconds", "Time from a call to its answer.", labels=("procedure",)
        )
        for procedure, latencies in journal.latencies.items():
            buckets = list(zip(_EDGES, accumulate(latencies.buckets), strict=True))
            seconds.add_metric((procedure,), buckets, latencies.seconds)
        yield seconds
        yield _gauge("kvd_requests_under_way", "Calls not answered yet.", journal.under_way)
        yield _gauge("kvd_watches", "Watches that wait for events.", service.watches.count)
        passing_on = service.passing_on
        if passing_on is not None:
            yield CounterMetricFamily(
                "kvd_passed_on", "Calls passed on to the leader.", value=passing_on.passed_on
            )
            yield _gauge(
                "kvd_passed_on_waiting",
                "Calls that the leader has not answered.",
                passing_on.waiting,
            )

    def _place(self) -> Iterator[Metric]:
        node, machine = self._node, self._node.machine
        yield _gauge("kvd_term", "Term of the node.", node.term)
        yield _gauge("kvd_is_leader", "Whether the node leads.", node.is_leader)
        yield _gauge("kvd_has_leader", "Whether it knows a leader.", node.leader is not None)
        yield _gauge("kvd_revision", "Newest revision of its state.", machine.revision)
        yield _gauge(
            "kvd_compacted_revision",
            "Oldest revision that can be read.",
            machine.compacted_revision,
        )
        yield _gauge("kvd_applied_index", "Last entry that its state holds.", machine.applied_index)
        alarms = GaugeMetricFamily(
            "kvd_alarm", "Alarms that are raised: 1 no space, 2 corrupt.", labels=("node", "kind")
        )
        for alarm in machine.alarms:
            alarms.add_metric((str(alarm.node_id), str(alarm.kind)), 1)
        yield alarms

    def _members(self) -> Iterator[Metric]:
        reachable = GaugeMetricFamily(
            "kvd_member_reachable", "Whether the node heard of a member lately.", labels=("node",)
        )
        for member in self._node.members():
            reachable.add_metric((str(member.id),), member.reachable)
        yield reachable

    def _cache(self) -> Iterator[Metric]:
        numbers = self._node.cache_numbers()
        if numbers is None:
            return
        for name, says in _CACHE_COUNTERS.items():
            yield CounterMetricFamily(f"kvd_cache_{name}", says, value=getattr(numbers, name))
        yield _gauge("kvd_cache_slots", "Keys that can be shared.", numbers.slots)
        yield _gauge("kvd_cache_keys", "Keys that are.", numbers.keys)

    def _workers(self) -> Iterator[Metric]:
        crew = self._service.report.crew
        if crew is None:
            return
        numbers = crew.numbers()
        yield _gauge("kvd_workers", "Front ends that serve.", numbers.workers)
        for name, says in _WORKER_COUNTERS.items():
            yield CounterMetricFamily(f"kvd_worker_{name}", says, value=getattr(numbers, name))

    def _sizes(self) -> Iterator[Metric]:
        status = self._node.status()
        yield _gauge("kvd_commit_index", "Newest entry known to be committed.", status.commit_index)
        yield _gauge("kvd_first_index", "First entry of its log.", status.first_index)
        yield _gauge("kvd_last_index", "Last entry of its log.", status.last_index)
        yield _gauge("kvd_keys", "Keys that exist.", status.keys)
        yield _gauge(
            "kvd_data_bytes", "Keys and values held, the past included.", status.data_bytes
        )
        yield _gauge("kvd_log_bytes", "The log on disk.", status.log_bytes)
        yield _gauge("kvd_proposals_waiting", "Changes not yet in a batch.", status.waiting_changes)
        yield _gauge("kvd_uptime_seconds", "Time since the node began to serve.", status.uptime)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)
