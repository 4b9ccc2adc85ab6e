"""What is wrong with packs: each fault with its file, its line and how to mend it."""

from citewell.guidelines.checks.alone import CHECKS, Check, found_in
from citewell.guidelines.checks.folders import Checked, check_pack, check_together

__all__ = ("CHECKS", "Check", "Checked", "check_pack", "check_together", "found_in")
