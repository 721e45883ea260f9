"""The program `firsthand`. `mail accept` runs once for each message, so it starts before anything heavy loads."""

import sys


def main() -> int:
    """Run the command in `sys.argv` and answer its exit status."""
    if sys.argv[1:3] == ["mail", "accept"]:
        from firsthand.cli.mail_accept import main as accept  # noqa: PLC0415 - keeps the others' imports away

        return accept(sys.argv[3:])
    from firsthand.cli.app import run  # noqa: PLC0415 - see above

    return run()


if __name__ == "__main__":
    sys.exit(main())
