"""Floor 3: what people are told, each by their own channel, and whether it arrived."""
