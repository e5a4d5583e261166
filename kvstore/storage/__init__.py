"""What is durable: the log (segments, records, hard state), and snapshots.

What holds, and where it is kept:

1. When `Wal.append` returns, what it was given is on the disk, and no `kill -9` and no power
   failure takes it back (`appender`).
2. A batch is there whole or not at all (`segment_format`).
3. What `Wal.open` serves is on the disk, even if the process before could not sync it (`wal`).
4. An unfinished batch at the end is cut off; any other contradiction is a `Corruption` that names
   file, offset and the way out. A segment that is missing, renamed, of another log or of a newer
   format is refused too (`recovery`, `torn_tail`).
5. After a failed write or sync nothing more is written: `LogUnusable`, until the folder is opened
   anew. A full disk is no failure: `DiskFull`, and the same call works when there is space.
6. Memory: eight bytes an entry, and one segment while a log is opened; reading entries back takes
   a quarter of a MiB or one record, whichever is larger.
7. One process a folder (`lock`).
8. A snapshot has its name only when all of it is on the disk; one that does not read back as it was
   written is a `Corruption`. What was being written or received when a process died is removed by
   the next one (`snapshot_store`). Memory: one block.

It knows no rule of Raft: which entries follow on which is the whole of it. An entry is opaque but
for its index and term, and so is what a snapshot holds.
"""
