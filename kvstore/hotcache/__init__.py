"""Hot keys of a node in shared memory: one writer, many readers, of which none can stop another.

1. A hit is what the node's state machine held for that key when the reader looked at its clock:
   under a lease the newest state of the cluster, else one that was the newest no longer ago than
   the reader allows (`reader`). Whatever is in doubt is a miss, never an error and never a wait.
2. The writer never waits, for no lock and no reader. Hiding a key is one store; hiding all of them
   is one, too (`writer`).
3. Versions never repeat in a segment, and a segment is never used again: each start of a node
   makes a new one, under a new name, and makes the old ones unreadable first (`segments`, `sweep`).
4. Who dies anywhere costs at most what its stripe holds (`stripes`).
5. Damage of any byte is a miss, and is mended by the writer in passing (`repair`). Checks stop
   accidents; who may write to the segment may also forge them.
6. Memory, work of a call, tries and pauses are bounded.

Of memory, clock, locks and dice only `segments`, `semaphores` and `sweep` know real ones: a
simulator can be all of them. `segments.unsuitable` says where no segments can be.
"""
