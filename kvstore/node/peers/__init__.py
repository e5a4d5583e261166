"""What goes from node to node: messages of the consensus core, snapshots, clients' calls.

1. Nothing but hellos passes a connection before both ends proved to hold the cluster's key.
2. Messages of the core are never waited for. They leave in one write a turn of the loop, in their
   order; what cannot leave is dropped, and the core is told.
3. Snapshots and clients' calls have a connection of their own, so that no bulk is before a
   heartbeat.
4. A connection is for one life of the node at its other end: after a restart it is made anew.
5. A client's call is passed on once, and never again once any of it may have left.
"""
