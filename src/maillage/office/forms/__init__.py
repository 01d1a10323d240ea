"""Forms of the office: what is typed, and the payload of the command it becomes."""
