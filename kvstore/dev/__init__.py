"""A cluster of the user's own on this host, for trying things out and for tests.

1. Everything of a cluster is in one folder: data, logs, and who runs. `wipe` removes what was made
   there and nothing else.
2. Only a process that is certainly a node of this cluster is ever signalled: it is known by its
   pid, the time it started at, and the boot it started in.
3. Each call can be repeated, and one that fails or is interrupted leaves no process behind that
   it started.
"""
