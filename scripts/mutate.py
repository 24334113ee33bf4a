"""Make small changes in the code and see whether the tests notice: scripts/mutate.py [PLACE ...].

A mutant is one small change: a comparison turned, a condition dropped, + for -, `and` for `or`, another
constant, a call removed. Each is made in a copy of the checkout, where those tests run that ran the changed
line when all of them were watched (`--watch`, once after the code has changed). What survives is printed as a
difference; the score by package belongs into CONTRIBUTING.md.
"""

import argparse
import random
import sys
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path

import python_check  # noqa: F401  (ends here with a sentence where Python is too old for the rest)
from environment import ROOT
from mutation.copy import Copy, UnclearError
from mutation.covering import Covering, watch
from mutation.mutants import Mutant, can_compile, mutants_of

FEW = 8
PACKAGES = sorted(path.parent.name for path in (ROOT / "nnviz").glob("*/__init__.py"))


def main() -> int:
    """Sample, run, and print what survived and the score by package."""
    options = _options()
    copy = Copy(ROOT, options.timeout)
    if options.watch:
        watch(copy.folder)
        return 0
    covering = Covering(copy.folder)
    scores: dict[str, list[bool]] = defaultdict(list)
    for mutant in _sample(options):
        tests = covering.tests_of(mutant.path, mutant.line)[: options.most]
        if options.list:
            print(mutant, *tests, sep="\n    ")
            continue
        start = time.monotonic()
        try:  # most are noticed by the first few
            by = copy.who_notices(mutant, tests[:FEW]) or copy.who_notices(mutant, tests[FEW:])
        except UnclearError as error:
            print(f"UNCLEAR        {mutant}\n    {error}", flush=True)
            continue
        scores[_package(mutant.path)].append(bool(by))
        print(f"{'noticed ' if by else 'SURVIVED'} {time.monotonic() - start:4.0f} s  {mutant}", flush=True)
        looked = f"{', '.join(tests[:3]) or 'none'} and {max(len(tests) - 3, 0)} more"
        print(f"    by {by}" if by else f"{mutant.difference(ROOT)}    tests run: {looked}", flush=True)
    for package, all_noticed in scores.items():
        share = sum(all_noticed) / len(all_noticed)
        print(f"{package}: {sum(all_noticed)} of {len(all_noticed)} noticed, {share:.0%}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("places", nargs="*", default=PACKAGES, help="packages, folders or files below nnviz/")
    parser.add_argument("--count", type=int, default=8, help="mutants a place (default: 8)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other mutants (default: 0)")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds a mutant; stuck is noticed")
    parser.add_argument("--most", type=int, default=60, help="tests a mutant, the nearest (default: 60)")
    parser.add_argument("--list", action="store_true", help="print what would be changed, and run nothing")
    parser.add_argument("--watch", action="store_true", help="write down which test runs which line")
    return parser.parse_args()


def _sample(options: argparse.Namespace) -> list[Mutant]:
    """Return mutants drawn at random: all lines of a place are as likely, whatever file they are in."""
    chosen = []
    for place in options.places:
        start = ROOT / "nnviz" / place
        files = [start] if start.is_file() else sorted(start.rglob("*.py"))
        if not files:
            sys.exit(f"There is no {start.relative_to(ROOT)}.")
        texts = {file.relative_to(ROOT): file.read_text("utf-8") for file in files}
        found = [mutant for path, text in texts.items() for mutant in mutants_of(path, text)]
        random.Random(f"{options.seed} {place}").shuffle(found)
        usable = (mutant for mutant in found if can_compile(mutant.applied(texts[mutant.path])))
        chosen += islice(usable, options.count)
    return chosen


def _package(path: Path) -> str:
    return path.parts[1]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
