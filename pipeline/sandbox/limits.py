"""What a child may use before it is killed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one call: wall-clock seconds, and bytes for the rest.

    ``memory`` bounds the resident size of the child and all its descendants together, and, through
    the address space, what any one of them can ask for at once; a program that maps much and
    touches little (soffice) is given a larger ``address_space``. ``output`` bounds the result, and
    again what is printed; ``scratch`` the temporary folder.
    """

    seconds: float = 60.0
    memory: int = 1 << 30
    output: int = 256 << 20
    scratch: int = 1 << 30
    address_space: int | None = None
    processes: int = 64
