"""Where nnviz begins: python -m nnviz, the command nnviz, and app.py. Read by old Pythons, too."""

import sys

from nnviz.supported import problem_with_python


def main() -> int:
    """Run the command line and return the exit code; Ctrl+C is no error while it is still being loaded."""
    problem = problem_with_python()
    if problem:
        print(problem, file=sys.stderr)
        return 1
    try:
        from nnviz.cli.main import main as command_line  # noqa: PLC0415 (takes half a second, in which keys are hit)
    except KeyboardInterrupt:
        print("nnviz: stopped.", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "nnviz").split(".")[0] == "nnviz":
            raise  # a mistake of ours, not a missing package
        place = f"is not installed for this Python ({sys.executable})"
        advice = "`python3 scripts/start.py` sets everything up."
        print(f"nnviz: the package {error.name} {place}: {advice}", file=sys.stderr)
        return 1
    return command_line()


if __name__ == "__main__":
    sys.exit(main())
