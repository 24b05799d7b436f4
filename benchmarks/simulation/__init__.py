"""Events of several articles that reuse each other's wording, made up with their truth."""

from simulation.events import simulate
from simulation.texts import BaseText, Part, base_text, read_corpus, read_jsonl

__all__ = ["BaseText", "Part", "base_text", "read_corpus", "read_jsonl", "simulate"]
