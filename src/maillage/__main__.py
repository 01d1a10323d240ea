"""``python -m maillage``: the same as ``maillage``."""

import sys

from maillage.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
