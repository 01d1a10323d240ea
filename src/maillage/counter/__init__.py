"""Floor 5: use cases in which a person, an activity and money meet. No table of its own."""
