"""What ``maillage doctor`` looks at on this machine, in the order it is said."""

from maillage.cli.checks import installation, base, machine, zones, tls, upkeep  # noqa: F401, I001
