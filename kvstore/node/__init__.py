"""One node: proposals in, durable and applied answers out.

1. A change is answered after its entry is on the disks of a quorum and applied here, never before.
2. Entries are applied in the order of the log, all in the thread of the event loop; reads happen
   there too, so none sees half a change.
3. A read is permitted when a quorum has said that nobody else leads, when the reader lease says
   so, or as old as the caller allows it to be.
4. All that waits is bounded, in number and bytes, and has a deadline; what passes it is answered,
   and told whether its change may still happen.
5. A node that cannot write or sync its log answers nothing more and says so: what the disk holds
   is unknown then, and only a restart can read it. One that is merely full waits for space.
6. A node that has restarted neither votes nor campaigns for an election timeout, unless nobody
   else has a vote.
7. Everything below `node` knows no event loop, thread, clock or dice (`ports`): a test, or the
   simulator, plays them.
"""
