"""Play one seed, and print all that happens."""

from __future__ import annotations

from tests.simulation.playing import main
from tests.simulation.store.world import play

if __name__ == "__main__":
    main("python -m tests.simulation.store", __doc__, play)
