"""Floor 2: persons, documents accepted, visits named and anonymous."""
