"""The steps from each form of the register to the next."""
