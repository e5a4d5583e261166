"""`kvd`: one node of the store, as a process. The only place that wires the real parts together.

1. Nothing is served before the data folder is locked and read.
2. Told to stop, a node first hands leadership over, then ends the calls in progress, and lets go
   of the folder last. A second signal ends the process at once; neither loses anything.
3. What an operator has to know is said in one line, that names what to do.
"""
