"""The concrete stores: SQLite, a folder, memory, a mail server. They implement the Protocols that the stages declare.

Flow        values -> rows and files -> the same values
Guarantees  1. Rows that decide who may do what are believed only with their authentication code.
            2. A write is whole and durable when it returns, or did not happen.
            3. Entries of the ledger cannot be changed or deleted; the database itself refuses.
            4. No driver's error goes on; ours carry identifiers only.
I/O         the database, the key file, the blob folder, the folder for mails or the mail server
"""

from voicekeep.stores.blobs import BadBlobNameError, BlobStoreError, FolderBlobs, MemoryBlobs
from voicekeep.stores.database import Database, SqlTransaction, open_database
from voicekeep.stores.errors import (
    DatabaseFullError,
    DatabaseReadOnlyError,
    StoreBrokenError,
    StoreBusyError,
    UnknownSchemaError,
)
from voicekeep.stores.keyfile import KeyFile
from voicekeep.stores.mails import FolderMail, MemoryMail, NoMail
from voicekeep.stores.scratch import SealedScratch
from voicekeep.stores.smtp import SmtpMail, SmtpServer

__all__ = [
    "BadBlobNameError",
    "BlobStoreError",
    "Database",
    "DatabaseFullError",
    "DatabaseReadOnlyError",
    "FolderBlobs",
    "FolderMail",
    "KeyFile",
    "MemoryBlobs",
    "MemoryMail",
    "NoMail",
    "SealedScratch",
    "SmtpMail",
    "SmtpServer",
    "SqlTransaction",
    "StoreBrokenError",
    "StoreBusyError",
    "UnknownSchemaError",
    "open_database",
]
