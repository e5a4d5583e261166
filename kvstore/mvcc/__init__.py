"""The state machine: what comes of a log, changed by its entries alone.

1. Two machines that applied the same entries are equal, on any machine and any day: nothing here
   reads a clock, a random number or a setting. Time is what commands say (`clock_ms`).
2. A command is applied whole or, when it is refused, leaves no trace but in its session.
3. Each command that changes keys makes one revision, one higher than the last; an expiry makes one
   for each lease that had keys.
4. A read names its revision and sees that one, whatever is applied while it goes on, or is told
   that it was compacted away.
5. A change under a session is done once. What it ended as is kept, and answered again, until the
   client says that it needs it no more. Under an unknown session nothing is done.
6. What compaction lets go of is removed later, in `collect`; nothing but the memory in use tells
   how far that got. A pin holds removal back, and never the floor.
7. A pin is the whole state at one entry of the log. Restored elsewhere, it goes on as this one.
8. Everything is bounded (`limits`), and what any call does without a break.
9. Only one thread may use a machine at a time; nothing here waits.
"""
