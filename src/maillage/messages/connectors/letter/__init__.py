"""Letters: a PDF of one page each, for a window envelope. Posted by somebody of the team."""
