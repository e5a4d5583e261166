"""The client library: typed calls, deadlines, safe retries.

1. Every call ends by its deadline: with an answer, or with an error that says whether the call
   may have changed something.
2. A call is repeated by itself only where that is safe: reads, and changes that were certainly
   not carried out. Between attempts it waits as the node advises, with jitter.
3. Keys and values are bytes; `str` is taken as UTF-8 where a key or value is given.
"""
