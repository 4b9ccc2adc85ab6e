"""How resources of FHIR R4 are read: elements, dates, units, standings, and what of them states a fact."""
