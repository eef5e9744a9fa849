# SPDX-License-Identifier: Apache-2.0
"""Whether what clients saw of one entity can have happened in some order that time allows.

The entity is a register that holds a version. An operation took effect at one moment between its first sending and its last
answer, or, when its fate was never learnt, at any moment after its sending or not at all. The search is Wing and Gong's, with
Lowe's memory of configurations already tried: which operations are placed, and what the register then holds."""
import dataclasses

NEVER = float("inf")


@dataclasses.dataclass(frozen=True)
class Operation:
    """`found`: the version that it demands or saw, None: any. `left`: the version that it wrote, None: it changed nothing.
    `refused`: it was told that the register does not hold `found`. `end` NEVER: nobody knows what became of it."""
    begin: float
    end: float
    found: str | None = None
    left: str | None = None
    refused: bool = False
    name: str = ""

    def after(self, holds: str | None) -> tuple[bool, str | None]:
        """Whether it may take effect on a register that holds this, and what it holds then."""
        if self.refused:
            return holds != self.found, holds
        if self.found is not None and holds != self.found:
            return False, holds
        return True, holds if self.left is None else self.left


def linearizable(history: list[Operation], begins_with: str | None = None) -> bool:
    """Cost: grows with how many operations overlap, not with how many there are."""
    operations = sorted(history, key=lambda operation: operation.begin)
    unsure = {number for number, operation in enumerate(operations) if operation.end == NEVER}
    tried: set[tuple[int, str | None]] = set()
    waiting = [(0, begins_with)]  # (bits of the placed ones, what the register holds)
    everything = sum(1 << number for number in range(len(operations)) if number not in unsure)
    while waiting:
        placed, holds = waiting.pop()
        if placed & everything == everything:
            return True
        for number in _next(operations, placed):
            fits, then = operations[number].after(holds)
            step = (placed | 1 << number, then)
            if fits and step not in tried:
                tried.add(step)
                waiting.append(step)
    return False


def _next(operations: list[Operation], placed: int) -> list[int]:
    """Which may come next: those that were not sent after another one, not placed yet, had been answered."""
    found, first_end = [], NEVER
    for number in range(_settled(placed), len(operations)):
        operation = operations[number]
        if operation.begin > first_end:
            break
        if not placed >> number & 1:
            found.append(number)
            first_end = min(first_end, operation.end)
    return found


def _settled(placed: int) -> int:
    """How many from the first on are placed without a gap."""
    return (~placed & (placed + 1)).bit_length() - 1
