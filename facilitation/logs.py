"""Log lines that carry no content and no trace of a participant (anonymity.md 9.5)."""

import logging

QUIET_LOGGERS = ("django.request", "django.db.backends", "psycopg", "uvicorn.error")


class NoValues(logging.Filter):
    """Drop arguments and exception values: a driver's text carries the duplicate key, a URL a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record's name, level and literal message; keep of an exception its type and the lines of code.

        An answer that is no exception (a 404, a not-ready) is no event of the log.
        """
        if record.name.startswith("django.request") and not record.exc_info:
            return False
        if record.name.startswith(QUIET_LOGGERS):
            record.msg, record.args = record.name, ()
        return True


class Plain(logging.Formatter):
    """One line: level, logger, message, and for an exception its type and where it was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line without the exception's own words."""
        line = f"{record.levelname} {record.name} {record.getMessage()}"
        if not record.exc_info or record.exc_info[0] is None:
            return line
        places = []
        trace = record.exc_info[2]
        while trace is not None:
            places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
            trace = trace.tb_next
        return f"{line} {record.exc_info[0].__name__} at {' > '.join(places[-6:])}"
