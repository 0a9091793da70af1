"""`python -m claimtrack` is the same program as `claimtrack`."""

import sys

from claimtrack.cli.main import main

sys.exit(main())
