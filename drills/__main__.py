"""`python -m drills`, which `bin/drill` calls."""

import sys

from drills import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
