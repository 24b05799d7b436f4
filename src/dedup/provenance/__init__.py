"""Who reused whose wording: evidence from time, attribution, quotation, wording and structure, weighed together."""

from dedup.outlets import same_outlet
from dedup.provenance.dossier import attributions, dossier
from dedup.provenance.naming import same_source
from dedup.provenance.verdict import judge
from dedup.provenance.view import Attribution, Dossier, Found, PairContext

__all__ = [
    "Attribution", "Dossier", "Found", "PairContext", "attributions", "dossier", "judge", "same_outlet", "same_source",
]  # fmt: skip
