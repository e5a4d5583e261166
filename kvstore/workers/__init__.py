"""Front ends of a node: processes that answer hot gets, and pass all else on to it.

1. What a worker answers is what the node would have answered at that moment, byte for byte: by the
   node's segment of hot keys, for callers whom the node's policy lets (`hot_gets`). Whatever is
   unusual, or in doubt, it passes on.
2. Of a caller the node learns from a worker what it would have learnt itself: where the connection
   is from, and the credential as it is claimed. What is passed on is a call over TCP (`relay`).
3. Workers serve the kv program. A connection that asks for another is handed to the node, which
   serves it as one of its own (`front`).
4. Nobody but the node and its worker can open the way between them: both ends are inherited or sent
   over it, and no name leads there (`channel`).
5. No worker outlives its node, however that ends. One that dies, or is silent, is replaced, and
   while there is none the node serves alone (`crew`).
6. Connections, records, calls that wait and bytes that are held are bounded as the node's are.
"""
