"""The evidence on a pair of passages, a small pure function for each signal."""
