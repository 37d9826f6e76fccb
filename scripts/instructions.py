#!/usr/bin/env python3
"""Counts the instructions of a call of a generated client and of one that is written by hand with reqwest.

Needs valgrind. Prints instructions a call, once the connection is there, and their ratio: of a small response, and of one with
2,000 objects.
"""

import json
import re
import subprocess

# A few calls and many: their difference leaves out what happens once.
CASES = {"thing": (100, 1100), "list": (5, 25)}


def bench() -> str:
    build = ["cargo", "bench", "-p", "openapi-runtime", "--bench", "call", "--no-run", "--message-format=json"]
    lines = subprocess.run(build, check=True, capture_output=True, text=True).stdout.splitlines()
    built = [json.loads(line) for line in lines]
    return next(b["executable"] for b in built if b.get("executable") and b["target"]["name"] == "call")


def instructions(program: str, which: str, case: str, calls: int) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, which, case, str(calls)]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"Collected : (\d+)", report).group(1))


def a_call(program: str, which: str, case: str) -> float:
    few, many = CASES[case]
    counted = [instructions(program, which, case, calls) for calls in (few, many)]
    return (counted[1] - counted[0]) / (many - few)


def main() -> None:
    program = bench()
    for case in CASES:
        ours, by_hand = a_call(program, "ours", case), a_call(program, "reqwest", case)
        print(f"{case}: ours {ours:.0f}, by hand {by_hand:.0f}, ratio {ours / by_hand:.3f}")


if __name__ == "__main__":
    main()
