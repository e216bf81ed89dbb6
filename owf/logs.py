"""Logs: one line of JSON each, to standard error; ids in them, never names or answers."""

from __future__ import annotations

import sys

import structlog


def set_up_logs() -> None:
    """Set the form of our log lines, for the process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
