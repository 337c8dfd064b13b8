"""What an operator decides about one keep: `voicekeep.toml` in its data folder.

Flow        voicekeep.toml -> Settings
Guarantees  1. An unknown or missing key is refused by name; nothing is guessed. Keys that came later have a default,
               which leaves a keep from before them as it was.
            2. No secret is in the file: the root key's path is, the key is not.
            3. Root key, key store and mails lie outside the data folder, which is what backups take.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from voicekeep.app.engine_address import EngineAddress, EngineAddressError, EngineElsewhereError
from voicekeep.app.host_names import HostNameError, HostNames
from voicekeep.notice import AddressUnusableError, mail_address
from voicekeep.records.controller import Controller
from voicekeep.records.errors import VoicekeepError

MODES = ("home", "company")
LANGUAGES = ("en", "de", "fr")
NOTICES = ("none", "folder", "smtp")
SMTP_SECURITY = ("starttls", "tls")
TLS = ("off", "own", "files")
HEARS = "speech_to_text"
SPEAKS = "text_to_speech"
_LAST_PORT = 65535


class SettingsError(VoicekeepError):
    """The settings could not be used; nothing was started."""


class NoKeepError(SettingsError):
    """There is no keep in that folder."""

    def __init__(self) -> None:
        super().__init__("there is no keep in this folder (no voicekeep.toml); make one with: voicekeep init")


class KeepExistsError(SettingsError):
    """The folder already holds a keep; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("the folder already holds a keep; nothing was changed")


class BadSettingError(SettingsError):
    """One setting is unknown, missing or of the wrong kind."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"voicekeep.toml: {key}: {problem}; nothing was started")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One keep's settings; every text is shown to people as it stands."""

    mode: str  # "home" or "company"
    public_origin: str  # host name, e.g. "voice.example.org": names the ledger and the signing keys
    public_url: str  # where people reach the pages, e.g. "https://voice.example.org"
    root_key: str  # path of the root key file, outside the data folder
    key_store: str  # path of the key store, outside the data folder: an ordinary backup must not hold it
    controller_name: str
    controller_contact: str
    data_protection_officer: str  # empty: none
    authority: str  # where to complain, GDPR Art. 15(1)(f)
    country: str  # ISO 3166-1 alpha-2, for public holidays
    subdivision: str  # ISO 3166-2 suffix, empty: none
    zone: str  # IANA time zone of the controller
    language: str  # of pages before somebody chose
    notices: str = "none"  # where mails go: "none", "folder" or "smtp"
    notices_from: str = ""  # the address that they come from
    notices_folder: str = ""  # for "folder": its path, outside the data folder, because addresses stand in mails
    smtp_host: str = ""  # for "smtp": the mail server, as its certificate names it
    smtp_port: int = 587
    smtp_security: str = "starttls"  # or "tls": from the first byte, mostly on port 465
    smtp_user: str = ""  # empty: the server does not ask
    smtp_password_file: str = ""  # path of a file with one line, mode 0600, outside the data folder
    home_assistant_url: str = ""  # "https://…": what no skill of ours does is asked there; empty: nowhere
    home_assistant_token_file: str = ""  # path of a file with one line, mode 0600, outside the data folder
    metrics_token_file: str = ""  # path of a file with a token of 20 characters or more; empty: no /metrics
    speech_to_text_en: str = ""  # a Wyoming service, tcp://HOST:PORT or unix:///PATH; empty: the built-in engine
    speech_to_text_de: str = ""  # empty: none, it is said that German is not understood
    speech_to_text_fr: str = ""  # empty: none, it is said that French is not understood
    text_to_speech_en: str = ""  # empty: the built-in engine, in each language
    text_to_speech_de: str = ""
    text_to_speech_fr: str = ""
    speaker_url: str = ""  # where ESPHome devices fetch what is said, "http://192.0.2.7:8420"; empty: see said_at
    engines_elsewhere: bool = False  # whether another machine may get speech and answers, in clear
    tls: str = (
        "off"  # "own": certificates of an authority that the keep makes; "files": these; "off": none, or a proxy's
    )
    tls_names: str = ""  # more names and addresses by which the pages are reached, with spaces between them
    tls_certificate: str = ""  # for "files": path of the certificate with its chain, PEM
    tls_key: str = ""  # for "files": path of its key, outside the data folder, readable by no others
    trust_port: int = (
        8421  # for "own": where /trust is also there in clear, for devices that do not trust yet; 0: nowhere
    )

    @property
    def controller(self) -> Controller:
        """Return who answers for the data."""
        return Controller(
            name=self.controller_name,
            contact=self.controller_contact,
            data_protection_officer=self.data_protection_officer,
            authority=self.authority,
            country=self.country,
        )

    @property
    def cookies_need_https(self) -> bool:
        """Return whether the pages are reached over TLS."""
        return self.public_url.startswith("https://")

    @property
    def keeps_https(self) -> bool:
        """Return whether browsers may be told to take nothing but HTTPS from now on (HSTS, RFC 6797).

        Not with an authority of one's own: a browser that was told so offers no way on when it trusts the certificate
        no more, and turns the page in clear, by which it could learn to trust the new one, into HTTPS as well.
        """
        return self.cookies_need_https and self.tls != "own"

    @property
    def in_clear(self) -> str:
        """Return where this keep also listens in clear, for devices that do not trust its authority; empty: nowhere."""
        if self.tls != "own" or not self.trust_port:
            return ""
        host = urlsplit(self.public_url).hostname or self.public_origin
        return f"http://{f'[{host}]' if ':' in host else host}:{self.trust_port}"

    @property
    def trust_address(self) -> str:
        """Return where a device that does not trust yet reads what to do."""
        return f"{self.in_clear or self.public_url.rstrip('/')}/trust"

    @property
    def said_at(self) -> str:
        """Return what the addresses begin with at which ESPHome devices fetch what is said to them."""
        return (self.speaker_url or self.in_clear or self.public_url).rstrip("/")

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Return what a request may be for: the names of the pages, and where devices fetch what is said.

        Raises:
            BadSettingError: one is none.
        """
        for_devices = HostNames()
        if self.speaker_url:
            try:
                for_devices = HostNames.of([urlsplit(self.speaker_url).hostname or ""])
            except (HostNameError, ValueError) as refused:
                raise BadSettingError("speaker_url", "it names no host") from refused
        return tuple(dict.fromkeys((*self.hosts.as_hosts, *for_devices.as_hosts)))

    @property
    def hosts(self) -> HostNames:
        """Return by which names and addresses the pages are reached.

        Raises:
            BadSettingError: one is none.
        """
        try:
            reached_by = urlsplit(self.public_url).hostname or self.public_origin
            HostNames.of([reached_by])
        except (HostNameError, ValueError) as refused:
            raise BadSettingError("public_url", "it names no host in ASCII") from refused
        try:
            return HostNames.of([reached_by, *self.tls_names.split()])
        except HostNameError as refused:
            raise BadSettingError("tls_names", "one of them is no host in ASCII") from refused

    @property
    def engines(self) -> Mapping[str, EngineAddress]:
        """Return where the engines are that are not built in, each by its key: "speech_to_text_de".

        Raises:
            BadSettingError: an address is none, or on another machine, and that was not allowed.
        """
        keys = (f"{task}_{language}" for task in (HEARS, SPEAKS) for language in LANGUAGES)
        return {key: self._engine_at(key) for key in keys if getattr(self, key)}

    def _engine_at(self, key: str) -> EngineAddress:
        try:
            return EngineAddress.parse(getattr(self, key), elsewhere=self.engines_elsewhere)
        except EngineAddressError as refused:
            raise BadSettingError(key, "neither tcp://HOST:PORT nor unix:///PATH") from refused
        except EngineElsewhereError as refused:
            problem = "on another machine, which would get speech in clear, and engines_elsewhere does not allow it"
            raise BadSettingError(key, problem) from refused


def require_usable(settings: Settings) -> None:
    """Refuse, by its key, what nothing could be started with. Raises BadSettingError."""
    _require_one_of(MODES, "mode", settings.mode)
    _require_one_of(LANGUAGES, "language", settings.language)
    _require_known_zone(settings.zone)
    _require_sendable(settings)
    _require_private(settings)
    _require_web_address(settings.speaker_url)
    _ = settings.allowed_hosts  # refuses, by its key, a host that no request could be for
    _ = settings.engines  # refuses, by its key, what no engine could be reached at


def _require_one_of(known: tuple[str, ...], key: str, value: str) -> None:
    if value not in known:
        raise BadSettingError(key, f"none of {', '.join(known)}")


def _require_web_address(speaker_url: str) -> None:
    parts = urlsplit(speaker_url)
    if speaker_url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise BadSettingError("speaker_url", "neither http://HOST:PORT nor https://HOST")


def _require_sendable(settings: Settings) -> None:
    """Refuse what no mail could be sent with."""
    _require_one_of(NOTICES, "notices", settings.notices)
    if settings.notices == "none":
        return
    try:
        mail_address(settings.notices_from)
    except AddressUnusableError as refused:
        raise BadSettingError("notices_from", "not an e-mail address") from refused
    if settings.notices == "folder":
        if not settings.notices_folder:
            raise BadSettingError("notices_folder", "empty, but mails are to go there")
        return
    _require_one_of(SMTP_SECURITY, "smtp_security", settings.smtp_security)
    if not settings.smtp_host:
        raise BadSettingError("smtp_host", "empty, but mails are to go there")
    if not 0 < settings.smtp_port <= _LAST_PORT:
        raise BadSettingError("smtp_port", "not the number of a port")
    if bool(settings.smtp_user) != bool(settings.smtp_password_file):
        raise BadSettingError("smtp_password_file", "goes with smtp_user: both or neither")


def _require_private(settings: Settings) -> None:
    """Refuse what no private connection could be made of."""
    _require_one_of(TLS, "tls", settings.tls)
    if not 0 <= settings.trust_port <= _LAST_PORT:
        raise BadSettingError("trust_port", "not the number of a port")
    if settings.tls != "off" and not settings.cookies_need_https:
        raise BadSettingError("public_url", "not https://, but tls is on")
    if settings.tls == "files":
        for key in ("tls_certificate", "tls_key"):
            if not getattr(settings, key):
                raise BadSettingError(key, "empty, but tls is to be of files")


def _require_known_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as unknown:
        raise BadSettingError("zone", "not a time zone") from unknown
