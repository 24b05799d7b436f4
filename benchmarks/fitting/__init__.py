"""Weights of the evidence, fitted on events whose truth is known. `fit_provenance.py` is the command."""
