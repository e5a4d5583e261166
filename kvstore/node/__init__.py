"""One node: proposals in, durable and applied answers out.

1. A change is answered after its entry is on the disk and applied, never before.
2. Entries are applied in the order of the log, all in the thread of the event loop; reads happen
   there too, so none sees half a change.
3. All that waits is bounded, in number and bytes, and has a deadline; what passes it is answered.
4. A node that cannot write or sync its log answers nothing more and says so: what the disk holds
   is unknown then, and only a restart can read it.
5. The log is that of a Raft cluster of one member, who votes for itself and is its own quorum.
"""
