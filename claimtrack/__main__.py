"""The program as it is started: `claimtrack`, and `python -m claimtrack`."""

import os
import sys


def main() -> int:
    """Run the program and return its exit status: 130 also where Ctrl-C comes while its modules are being loaded."""
    try:
        from claimtrack.cli.main import main as run
    except KeyboardInterrupt:
        os.write(2, b"Interrupted: nothing was changed by this command.\n")
        return 130
    return run()


if __name__ == "__main__":
    sys.exit(main())
