#!/usr/bin/env python3
"""Counts the instructions of a call of a generated client and of one that is written by hand with reqwest.

Needs valgrind. Prints instructions a call, once the connection is there, and their ratio.
"""

import json
import re
import subprocess

FEW, MANY = 100, 1100


def bench() -> str:
    build = ["cargo", "bench", "-p", "openapi-runtime", "--bench", "call", "--no-run", "--message-format=json"]
    lines = subprocess.run(build, check=True, capture_output=True, text=True).stdout.splitlines()
    built = [json.loads(line) for line in lines]
    return next(b["executable"] for b in built if b.get("executable") and b["target"]["name"] == "call")


def instructions(program: str, which: str, calls: int) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, which, str(calls)]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"Collected : (\d+)", report).group(1))


def a_call(program: str, which: str) -> float:
    counted = [instructions(program, which, calls) for calls in (FEW, MANY)]
    return (counted[1] - counted[0]) / (MANY - FEW)


def main() -> None:
    program = bench()
    ours, by_hand = a_call(program, "ours"), a_call(program, "reqwest")
    print(f"ours {ours:.0f}, by hand {by_hand:.0f}, ratio {ours / by_hand:.3f}")


if __name__ == "__main__":
    main()
