"""Hot gets of one process, and of workers before it, beside other stores in memory."""
