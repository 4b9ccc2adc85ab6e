"""Boosted regression trees, read from flat lists and added up.

Method: gradient boosting (Friedman, Greedy function approximation, Annals of Statistics 2001) towards a good
order (LambdaMART: Burges, From RankNet to LambdaRank to LambdaMART, MSR-TR-2010-82). Training is in
`benchmarks/train_evidence.py`.
"""

from collections.abc import Sequence

import msgspec


class Trees(msgspec.Struct, frozen=True):
    """Trees in one row of inner nodes: node n goes to `left[n]` where features[feature[n]] <= threshold[n],
    else to `right[n]`; a negative number -k-1 is the leaf k. roots: where each tree begins.
    """

    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaves: tuple[float, ...]

    def score(self, features: Sequence[float]) -> float:
        """The sum of the leaves that a row of features falls into."""
        feature, threshold, left, right = self.feature, self.threshold, self.left, self.right
        total = 0.0
        for root in self.roots:
            node = root
            while node >= 0:
                node = left[node] if features[feature[node]] <= threshold[node] else right[node]
            total += self.leaves[-node - 1]
        return total
