"""Where nnviz begins: python -m nnviz, the command nnviz, and app.py."""

import sys


def main() -> int:
    """Run the command line and return the exit code; Ctrl+C is no error while it is still being loaded."""
    try:
        from nnviz.cli.main import main as command_line  # noqa: PLC0415 (takes half a second, in which keys are hit)
    except KeyboardInterrupt:
        print("nnviz: stopped.", file=sys.stderr)
        return 130
    return command_line()


if __name__ == "__main__":
    sys.exit(main())
