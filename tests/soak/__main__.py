"""Run what is in this folder, and print what was tried, how many, and what broke."""

import argparse
import importlib
import pkgutil
import sys
from types import ModuleType

import tests.soak
from tests.soak import Result
from tests.soak.alone import soak_alone
from tests.soak.screen import screen


def found() -> dict[str, ModuleType]:
    """Return the modules of this folder that soak, by name."""
    names = [entry.name for entry in pkgutil.iter_modules(tests.soak.__path__)]
    modules = {name: importlib.import_module(f"tests.soak.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "soak")}


def report(results: dict[str, Result]) -> str:
    """Return a table of the results by title, and under it all that broke."""
    lines = [f"{'':40}{'tried':>10} {'':20}{'broke':>6}"]
    for title, result in results.items():
        lines.append(f"{title:40}{result.tried:10,} {result.what:20}{len(result.broke):6}")
    for title, result in results.items():
        lines += [f"\n{title}: {broken}" for broken in result.broke]
    return "\n".join(lines)


def main() -> int:
    """Run the soaks asked for, one after the other; 1 if anything broke."""
    soaks = found()
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(soaks)}")
    parser.add_argument("--minutes", type=float, default=10, help="for each (default: 10)")
    least = "until each has tried so many, whatever the minutes (default: 5000)"
    parser.add_argument("--things", type=int, default=5000, help=least)
    parser.add_argument("--seed", type=int, default=1, help="the same tries the same (default: 1)")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(soaks)
    if unknown:
        parser.error(f"no {', '.join(sorted(unknown))}; there are {', '.join(soaks)}")
    results = {}
    with screen():
        for name in asked.names or soaks:
            title = soaks[name].TITLE
            least = f"{asked.minutes:g} minutes and {asked.things:,} things at least"
            print(f"{title}: {least}, seed {asked.seed}", flush=True)
            result = soak_alone(name, asked.minutes, asked.things, asked.seed)
            print(
                f"{title}: {result.tried:,} {result.what} tried, {len(result.broke)} broke",
                flush=True,
            )
            results[title] = result
    print(report(results))
    return int(any(result.broke for result in results.values()))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
