"""Foreign shapes, translated at the door: what other programs read and write, and our records."""
