"""Raft as data in, data out: one member of a group, without clock, dice, network or disk.

`core.Raft` is the member. The program around it, the driver, lets time pass (`tick`), brings what
came over the network (`step`) and what clients want (`propose`, `read_index`, ...), and does what
`ready` says. Everything happens in these calls; between them nothing changes. The words are those
of D. Ongaro, *Consensus: Bridging Theory and Practice* (2014), to which the § in this package
refer, and the observable behaviour is that of etcd's engine, whose transcripts it passes.

What the driver owes
====================

A `Ready` is a promise: whoever takes one does all that it holds, or the node dies.

With asynchronous storage writes (`async_storage_writes`)

1.  `messages` may leave at once, even before anything is written, but for `MESSAGE_VOTE`: those
    leave with the responses of the `append` beside them, once their term is durable. The core
    leads on a quorum of whatever votes came, be its own among them or not, so nothing else keeps
    it from leading a term that its disk does not know: without power it forgets the term, begins
    it anew, is voted for again by those who did so before, and puts other entries in the same
    places. Pre-votes and all others say nothing about this node's disk. Lost, late, doubled and
    reordered ones cost time and no more; still, in order is cheaper.
2.  `append`, if there is one, goes to whatever writes the log, behind all earlier ones. It is one
    unit: `snapshot`, then `entries` (over those in the log with the same index and all that
    follow), then `hard_state`, whose term and vote never reach the disk apart.
3.  Only when all of it is durable, its `responses` leave, in order: those to other nodes over the
    network, those to this node into `step`. Then `stored`, if it is there, into `stored`. An
    answer that leaves earlier is a vote or an entry that a crash takes back: two leaders in one
    term, or a committed entry lost. Later appends may be on their way meanwhile; several may
    become durable at once. By the time `stored` is called, `Storage` answers with what was written.
4.  `must_sync` false means that a crash may forget this append, unless it holds a `snapshot`: only
    the commit index changed. Its responses still wait for all appends before it. A snapshot is
    always made durable, since its response acknowledges all that it stands for.
5.  `apply`, if there is one, goes to whatever changes the state machine, behind all earlier ones.
    It holds only entries whose `stored` was given back, so that it need not wait for the `append`
    beside it. For each entry with a change of membership `apply_conf_change`
    is called at its place (with node 0 in it to void it). When the last entry is applied, `applied`
    goes into `applied`. Until then a limited amount is handed out (`max_committed_size`).
6.  A `snapshot` replaces log and state machine; nothing is handed out to be applied until its
    append was given back. It names a point: its content must have been received by then. Entries
    up to that point that still wait to be applied are passed over, as it holds what they did;
    their `applied` is given back all the same.
7.  The next `ready` may be taken at once, whatever is still on its way.

With synchronous ones the same is done in one go: write `snapshot`, `entries` and `hard_state`
durably; only then send `messages`; apply `committed_entries`; call `advance`. There is no second
`ready` before that.

Always

8.  `soft_state` says who leads, `read_states` answers `read_index`; neither is written.
9.  After a restart the core is made from what is durable: the log, its hard state, the members of
    the newest snapshot, and `applied`, the newest index that the state machine holds. A node that
    has lost what it said was durable must not come back under its id: it could vote twice.
10. The context of a `read_index` is used once, in no other call and no other life of any node. A
    request may get no answer, when leaders change for instance: ask again with a new context. The
    read itself waits until the answer's index is applied.
11. `report_unreachable` when something could not be sent, `report_snapshot` when a snapshot went
    out or failed: a follower whose snapshot is never reported gets nothing until it answers.
12. `compact` only what a snapshot stands for, and no more than `applied`. `Storage.snapshot` names
    the newest one that can be sent. A node refuses one whose members it is not among, so after a
    change of membership a newer one has to be made, however little there is to compact.
13. `ProposalDropped` is the only thing ever said about a proposal. After it nothing was appended;
    without it the entry may still be lost with its leader. `UnknownPeer` and `MalformedMessage`
    say that a message was ignored. `InvariantBroken` and `ConfChangeRefused` mean that log, disk
    or program are not what they must be: stop the node before it does harm.

What the driver may rely on
===========================

A leader commits only what a quorum has durably, itself counted like everybody else, and entries
of earlier terms only along with one of its own (§3.6.2); serves no read index before that (§6.4);
never matches an answer to another round than its own. Calls cost what they move, not what the
log holds. Decisions that are policy are the driver's: what `member add` may do to a quorum, when a
learner has caught up, leases for reads.
"""
