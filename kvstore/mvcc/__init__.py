"""The state machine: every key with its past, changed by commands from the log alone.

1. Two stores that applied the same commands in the same order are equal, on any machine and any
   day: nothing here reads a clock, a random number or a setting.
2. A command is applied whole or, when it is refused, leaves no trace.
3. Each command that changes something makes one revision, one higher than the last.
4. A read names its revision and sees that one, whatever is applied while it goes on.
5. Only one thread may use a store at a time; nothing here waits.
"""
