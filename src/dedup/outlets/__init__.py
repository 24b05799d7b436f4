"""When two articles are of one outlet: one notion for reading, verdicts, totals and reports."""

from dedup.outlets.hosts import host_of, is_shared, named_host
from dedup.outlets.identity import name_key, outlet_names, same_outlet

__all__ = ["host_of", "is_shared", "name_key", "named_host", "outlet_names", "same_outlet"]
