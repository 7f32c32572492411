"""Text for XML 1.0: characters that it forbids are replaced, and counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class XmlText:
    """Replaces what XML forbids by U+FFFD.

    Attributes:
        replaced: how many characters so far.
    """

    replaced: int = 0

    def clean(self, text: str) -> str:
        r"""Return a text that may stand in XML.

        >>> cleaner = XmlText()
        >>> cleaner.clean("a\x01b\ufffe"), cleaner.replaced
        ('a\ufffdb\ufffd', 2)
        """
        found, number = _FORBIDDEN.subn("\ufffd", text)
        self.replaced += number
        return found
