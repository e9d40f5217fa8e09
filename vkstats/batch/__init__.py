"""Archives of documents → one output, by worker processes: in input order, resumable, nothing lost, nothing twice.

The walk: `inputs` names the files, `feed` opens them in a thread, `pool` has them converted in other processes by
`worker`, `ledger` keeps every result on disk until `convert` puts all of them together in order.
"""
