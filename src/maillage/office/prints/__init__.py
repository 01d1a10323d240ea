"""What each print says, as the data its template shows."""
