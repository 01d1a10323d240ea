"""Messages written in a folder, for the demo and the tests: nobody receives them."""
