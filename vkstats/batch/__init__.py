"""Archives of documents → one output, by worker processes: in input order, resumable, nothing lost, nothing twice.

The walk: `inputs` names the files, `feed` opens them in a thread, `pool` has them converted in other processes by
`worker`, `ledger` keeps every result on disk until `convert` puts all of them together in order.
"""

from vkstats.batch.convert import Counts, Job, Summary, convert, listing, stream
from vkstats.batch.form import BatchFormat

__all__ = ["BatchFormat", "Counts", "Job", "Summary", "convert", "listing", "stream"]
