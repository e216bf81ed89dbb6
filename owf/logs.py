"""Logs: one line of JSON each, to standard error; ids in them, never names or answers."""

import logging
import sys
import traceback
from types import TracebackType
from typing import TypeAlias

import structlog

_ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None]


def set_up_logs() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(where_it_failed),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # What a page fails on is logged by us, and refusals are in the record.
    logging.getLogger("streamlit.error_util").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_strip_exception_words)


def where_it_failed(exc_info: _ExcInfo) -> str:
    """A traceback without the exception's own words.

    A database names the row that it refuses, and a parser the text that it cannot read: an answer
    or an e-mail address as likely as not.
    """
    parts = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\nwhile handling\n".join(parts)


def _strip_exception_words(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = where_it_failed(record.exc_info)
        record.exc_info = None
    return True
