"""Run the command `photoparsl` as `python -m photoparsl`."""

import sys

from photoparsl.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
