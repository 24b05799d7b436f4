"""Who reused whose wording: evidence from time, attribution, quotation, wording and structure, weighed together."""

from dedup.outlets import same_outlet
from dedup.provenance.companions import companions
from dedup.provenance.context import pair_context
from dedup.provenance.dossier import attributions, dossier
from dedup.provenance.naming import same_source
from dedup.provenance.reading import Reading, read
from dedup.provenance.tradition import Tradition
from dedup.provenance.verdict import conclude, judge
from dedup.provenance.view import Attribution, Dossier, Found, PairContext
from dedup.provenance.witnesses import Testimony, Witness, hear

__all__ = [
    "Attribution", "Dossier", "Found", "PairContext", "Reading", "Testimony", "Tradition", "Witness", "attributions",
    "companions", "conclude", "dossier", "hear", "judge", "pair_context", "read", "same_outlet", "same_source",
]  # fmt: skip
