"""The client library: typed calls, deadlines, safe retries, recipes.

1. Every call ends by its deadline: with an answer, or with an error that says whether the call
   may have changed something.
2. A call is repeated by itself only where that is safe: reads; changes that were certainly not
   carried out; and changes of a session, under the same session and sequence number, so that the
   cluster does them once. Never under another session. Between attempts it waits as the node
   advises, with jitter.
3. A watch tells every change once and in order, over whichever nodes answer, or says that it
   cannot.
4. Who holds a lease, lock or leadership stops believing so before the cluster does.
5. Keys and values are bytes; `str` is taken as UTF-8 where a key or value is given.
6. What a program does not use is not imported.
"""
