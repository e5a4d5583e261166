"""What clients, operators and other nodes can ask of a node: decode, authorise, ask it, encode.

1. Every call of the kv program is admitted and authorised before it does anything.
2. A refusal is a result with a code, and says whether something may have happened.
3. A change goes to whoever leads; it is passed on once at most, and never again if it may have
   arrived.
4. All that waits is bounded: in number, in bytes where it holds some, and in time. Over the bound
   the answer is KV_BUSY and when to come again.
5. A call is counted and logged once, where it was answered; that costs it next to nothing.
"""
