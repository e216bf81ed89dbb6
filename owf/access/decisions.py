"""An answer to "may they?": yes or no, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """Allow or deny, and why."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def allow(reason: str) -> Decision:
    """Yes, and why."""
    return Decision(allowed=True, reason=reason)


def deny(reason: str) -> Decision:
    """No, why, and what to do now."""
    return Decision(allowed=False, reason=reason)
