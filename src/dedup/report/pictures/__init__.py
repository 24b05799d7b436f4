"""Pictures for papers and slides: the matrix of overlap and the network, drawn with matplotlib (extra ``plot``)."""

from dedup.report.pictures.drawing import plot_matrix, plot_network

__all__ = ["plot_matrix", "plot_network"]
