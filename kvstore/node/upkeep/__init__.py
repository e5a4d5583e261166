"""What a node does by itself: nobody asks for it, and nobody waits for it.

    every node      hasher ◄── how are you? ── leader ── auditor ──► alarm_keeper ──► alarms
                    space  ───────────────────►                 │
                                                    compactor ──┼──► log
                                                    levels    ──┘

`upkeep` is asked at each tick and puts the pieces together. Only the leader proposes anything.
"""
