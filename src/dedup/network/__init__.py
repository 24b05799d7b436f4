"""From verdicts on passages to a network of articles, outlets and sources. It knows the values, and nothing else."""

from dedup.network.flows import outlet_directions, source_flows
from dedup.network.graph import LEVELS, Edge, Level, Network, Node, network_of, require_level
from dedup.network.paths import Known, cluster_path, with_paths
from dedup.network.source_names import source_names
from dedup.network.sums import LIKELY_FROM, expected_words, summed_label

__all__ = [
    "LEVELS",
    "LIKELY_FROM",
    "Edge",
    "Known",
    "Level",
    "Network",
    "Node",
    "cluster_path",
    "expected_words",
    "network_of",
    "outlet_directions",
    "require_level",
    "source_flows",
    "source_names",
    "summed_label",
    "with_paths",
]
