"""`python -m photoparsl` is `photoparsl`."""

import sys

from photoparsl.cli import main

if __name__ == "__main__":
    sys.exit(main())
