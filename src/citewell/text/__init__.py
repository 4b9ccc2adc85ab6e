"""Reading plain English: quantities, negation and readability. Pure functions over strings."""
