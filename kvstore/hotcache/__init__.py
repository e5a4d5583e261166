"""Hot keys of a node in shared memory: one writer, many readers, of which none can stop another."""
