"""The pages: a person signs in, asks for their copy, fetches it, signs out.

Flow        one HTTP request -> one operation -> one page
Guarantees  1. No address, form field or header names a person; whose page it is, the session says (P3).
            2. A link that does not open says the same to everybody (P5).
            3. No page asks a third party for anything; what a person typed or said appears as text only.
            4. Logs hold routes, never the addresses with their tokens.
"""

from voicekeep.app.web.application import Sharing, make_application, serve_instead, sharing_of
from voicekeep.app.web.said_pages import PATH as SAID_PATH
from voicekeep.app.web.trust_pages import make_trust_application

__all__ = [
    "SAID_PATH",
    "Sharing",
    "make_application",
    "make_trust_application",
    "serve_instead",
    "sharing_of",
]
