"""The errors of the package: one base class, one line per message, an exit code each."""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that a user can cause or mend.

    Args:
        where: the file, rule, option or query that is at fault, as the user knows it.
        what: what is wrong with it.
        remedy: what the user can do about it; may be empty.

    ``str(error)`` is one line: ``where: what; remedy``.
    """

    exit_code = 2

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        line = f"{where}: {what}" if where else what
        super().__init__(" ".join((f"{line}; {remedy}" if remedy else line).split()))

    def __reduce__(self) -> tuple[type[KgError], tuple[str, str, str]]:
        """Pickle by the three parts, so that a worker process can hand the error back."""
        return type(self), (self.where, self.what, self.remedy)


class InputError(KgError):
    """A document, folder or metadata file cannot be used."""


class RuleError(KgError):
    """A rule file is malformed, or an example of a rule does not hold."""


class LexiconError(KgError):
    """A lexicon file is malformed."""


class RecordError(KgError):
    """A record or gold file does not follow the record schema."""


class QueryError(KgError):
    """A query is unknown, has a syntax error, or its parameters do not fit."""


class OutputError(KgError):
    """The output folder or file cannot be written, or is in use."""


class GraphError(KgError):
    """A built graph is missing, incomplete or not of this version."""
