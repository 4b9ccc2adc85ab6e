"""What the library's documents answer: chosen, grouped by guideline, quoted in their own words."""
