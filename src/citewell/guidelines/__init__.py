"""Guideline packs: from an editor's files to records, with every fault as a `Problem`."""
