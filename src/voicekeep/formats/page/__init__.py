"""The pages of a copy that a browser shows from the folder they were unpacked to.

Flow        package data (HTML, CSS, script, sentences) and the catalogue's titles -> index.html
Guarantees  1. Constant bytes: index.html holds nobody's data; it reads the scripts that lie beside it.
            2. A content policy lets no page fetch, send or load anything from a network, nor run any script but
               its own and those beside it.
I/O         none; reads its own package data once
Format      docs/formats/archive.md, version 1
"""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from functools import cache
from importlib import resources

from voicekeep.formats.layout import FILE_STEM
from voicekeep.records.catalogue import CATALOGUE
from voicekeep.records.texts import LANGUAGES, typeset

# 'self' means nothing to some browsers where a page has no host; file: is what it stands for there.
_BESIDE = "'self' file:"


@cache
def index_html() -> bytes:
    """Return index.html, the same for everybody."""
    style = part("index.css")
    script = part("index.js").replace("__SENTENCES__", _sentences()).replace("__FILES__", _files())
    page = part("index.html")
    for name, value in {
        "__POLICY__": content_policy(style=style, script=script),
        "__STYLE__": style,
        "__SCRIPT__": script,
    }.items():
        page = page.replace(name, value)
    return page.encode()


def content_policy(*, style: str, script: str | None = None) -> str:
    """Return a Content-Security-Policy: this style, this script with the files beside it, and nothing else."""
    rules = [
        "default-src 'none'",
        f"style-src {_source(style)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if script is not None:
        rules += [
            f"script-src {_BESIDE} {_source(script)}",
            f"media-src {_BESIDE}",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    return "; ".join(rules)


@cache
def part(name: str) -> str:
    """Return one file of this package's data."""
    return resources.files(__name__).joinpath(name).read_text("utf-8")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _sentences() -> str:
    sentences = tomllib.loads(part("sentences.toml"))
    return _literal(
        {
            language: {name: typeset(sentence, language) for name, sentence in sentences[language].items()}
            | {f"kind_{kind.value}": category.title.within(language) for kind, category in CATALOGUE.items()}
            for language in LANGUAGES
        }
    )


def _files() -> str:
    return _literal({kind.value: stem for kind, stem in FILE_STEM.items()})


def _literal(value: object) -> str:
    """Return `value` as a script's literal that cannot end the script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
