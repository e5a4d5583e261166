"""What goes wrong with whole nodes: what may go wrong with any node, full disks, and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.misfortunes import Misfortunes
from tests.simulation.store.member import Member
from tests.simulation.store.plans import Defection, Handover

if TYPE_CHECKING:
    from tests.simulation.store.world import World


class Faults(Misfortunes[Member]):
    """See `Misfortunes`."""

    def __init__(self, world: World) -> None:
        self._world = world
        scenario = world.scenario
        super().__init__(
            world,
            [
                (self.partition, scenario.partition),
                (self.cut_one_way, scenario.one_way),
                (self.isolate_leader, scenario.isolate_leader),
                (self.crash, scenario.crash),
                (self.lose_power, scenario.power_loss),
                (self.black_out, scenario.blackout),
                (self.pause, scenario.pause),
                (world.operators.transfer, scenario.transfer),
                (world.operators.change_members, scenario.change),
                (self.change_clock, scenario.clock),
                (self.change_weather, scenario.weather),
                (self.fail_sync, scenario.failing_sync),
                (self.slow_disk, scenario.slow_disk),
                (self._fill_disk, scenario.full_disk),
                (self._defection, scenario.defection),
                (self._handover, scenario.handover),
            ],
        )

    def heal(self) -> None:
        """End all faults, for good."""
        for node in self._world.nodes.values():
            node.disk.capacity = None
        super().heal()

    def _fill_disk(self) -> None:
        """Let others take the space of a node's disk for a while."""
        node = self._victim()
        node.disk.capacity = node.disk.used + self._rng.randrange(self._world.scenario.segment_size)
        # Some file systems need space to overwrite, too.
        node.disk.copy_on_write = self._rng.random() < 0.5
        self._world.note(f"the disk of {node.id} fills up")
        self._world.counts["full disks"] += 1
        self._world.events.after(self._while() * 2, self._clear_disk, node)

    def _clear_disk(self, node: Member) -> None:
        node.disk.capacity = None

    def _defection(self) -> None:
        self._number += 1
        Defection(self._world, self._number)

    def _handover(self) -> None:
        self._number += 1
        Handover(self._world, self._number)
