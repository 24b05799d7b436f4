"""Evidence weighed together: readings, witnesses, hypotheses, the verdict and the source it names."""
