"""A pack's logic as Clinical Quality Language (HL7 CQL 1.5), so that another engine can run it."""
