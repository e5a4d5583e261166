"""Hot keys in shared memory: what a hit costs, how readers add up, what publishing costs."""
