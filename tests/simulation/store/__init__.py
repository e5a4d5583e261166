"""A cluster of whole nodes in which everything that is not the node is made of one seed.

    python -m tests.simulation.store SEED     plays a seed and prints all that happened

What runs is the store's own: `Replica` with log, snapshots, housekeeping and state machine, in
folders on a disk in memory. `world` puts it together: `member` (a node's process and its folder),
`clock`, `disk_time` (how long its disk takes), `wires` and `checkups` (what nodes tell each other),
`clients`, `watchers`, `historians` and `chores` (what is asked of it), `operators` (members,
transfers), `faults` (what goes wrong; `plans` with a plan), `scenario` (how much of it) and
`oversight`, which looks at all that is promised while it happens. What clients were told is a
history, checked for linearizability at the end. `mutants` show that what breaks a promise is
noticed: `broken_nodes` and `broken_states`.
"""
