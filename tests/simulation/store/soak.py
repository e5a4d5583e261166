"""Play many seeds of whole nodes on all cores, tell how far it is, and add up what they met.

    python -m tests.simulation.store.soak SEEDS

Each violation is printed with its seed; there is one at least if the exit code is 1.
"""

from __future__ import annotations

from tests.simulation.soak import main
from tests.simulation.store.world import play

if __name__ == "__main__":
    main("python -m tests.simulation.store.soak", __doc__, play)
