"""Play one seed, and print all that happens."""

from __future__ import annotations

from tests.simulation.playing import main
from tests.simulation.world import play

if __name__ == "__main__":
    main("python -m tests.simulation", __doc__, play)
