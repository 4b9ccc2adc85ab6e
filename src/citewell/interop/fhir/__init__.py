"""HL7 FHIR R4 (4.0.1) resources out of our records: knowledge artifacts of packs, answers about a patient."""
