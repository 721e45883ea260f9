"""`python -m firsthand.cli.bench`, which `bin/bench` calls."""

import sys

from firsthand.cli.bench import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
