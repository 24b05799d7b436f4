"""Who reused whose wording: evidence from time, attribution, quotation, wording and structure, weighed together."""

from dedup.outlets import same_outlet
from dedup.provenance.article.dossier import attributions, brief_dossier, dossier, told, told_with
from dedup.provenance.verdicts.context import pair_context
from dedup.provenance.verdicts.reading import Case, Reading, alone, cases, read, skim
from dedup.provenance.verdicts.tradition import Tradition
from dedup.provenance.verdicts.verdict import conclude, judge
from dedup.provenance.view import Attribution, Dossier, Found, PairContext

__all__ = [
    "Attribution", "Case", "Dossier", "Found", "PairContext", "Reading", "Tradition", "alone", "attributions",
    "brief_dossier", "cases", "conclude", "dossier", "judge", "pair_context", "read", "same_outlet", "skim", "told",
    "told_with",
]  # fmt: skip
