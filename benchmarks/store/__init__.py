"""The store beside etcd: puts, gets, ranges, memory and restart."""
