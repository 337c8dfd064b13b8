from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib

import pytest

from voicekeep.formats import layout
from voicekeep.formats.page import index_html, part
from voicekeep.records.items import ItemKind
from voicekeep.records.texts import LANGUAGES

PAGE = index_html().decode()


def between(start: str, end: str) -> str:
    return PAGE.partition(start)[2].partition(end)[0]


@pytest.mark.parametrize("element", ["style", "script"])
def test_the_policy_allows_this_text_by_its_digest_only(element: str) -> None:
    digest = base64.b64encode(hashlib.sha256(between(f"<{element}>", f"</{element}>").encode()).digest()).decode()
    rule = next(rule for rule in policy() if rule.startswith(f"{element}-src "))
    assert f"'sha256-{digest}'" in rule
    assert "unsafe" not in rule


def policy() -> list[str]:
    return between('Content-Security-Policy" content="', '"').split("; ")


def test_the_policy_reaches_no_network() -> None:
    assert policy()[0] == "default-src 'none'"
    assert {rule.split(" ", 1)[0] for rule in policy()} == {
        "default-src",
        "style-src",
        "base-uri",
        "form-action",
        "script-src",
        "media-src",
        "require-trusted-types-for",
        "trusted-types",
    }
    without_digests = re.sub(r"'sha256-[0-9A-Za-z+/=]+'", "", "; ".join(policy()))
    assert not re.search(r"https?:|wss?:|//[a-z]|\bdata:|\bblob:|\*", without_digests)
    assert "http" not in PAGE.replace('http-equiv="', "")


def test_the_page_never_makes_markup_of_what_was_said() -> None:
    script = part("index.js")
    for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "srcdoc", "fetch("):
        assert way not in script


def test_the_page_reads_every_table_that_an_archive_can_hold() -> None:
    beside = re.findall(r'<script defer src="([^"]+)">', PAGE)
    wanted = {layout.COPY_SCRIPT, *(layout.script_member(kind) for kind in ItemKind)}
    assert {layout.DATA + name for name in beside} == wanted
    assert len(beside) == len(wanted)


def test_every_sentence_is_there_in_every_language_with_the_same_blanks() -> None:
    sentences = tomllib.loads(part("sentences.toml"))
    assert tuple(sentences) == LANGUAGES
    for name, text in sentences["en"].items():
        blanks = sorted(re.findall(r"\{\w+\}", text))
        for language in LANGUAGES:
            assert sorted(re.findall(r"\{\w+\}", sentences[language].get(name, ""))) == blanks, (language, name)
    assert {len(texts) for texts in sentences.values()} == {len(sentences["en"])}


def test_every_sentence_that_the_page_asks_for_exists_and_none_is_unused() -> None:
    sentences = set(tomllib.loads(part("sentences.toml"))["en"])
    source = part("index.js") + part("index.html")
    asked = set(re.findall(r'say\("(\w+)"', source)) | set(re.findall(r'data-say="(\w+)"', source))
    assert asked <= sentences
    composed = {name for name in sentences if name.endswith(("_one", "_other")) or name.startswith("not_mine_")}
    named = {name for name in sentences if f'"{name}"' in source}
    of_speakers = {"guest", "accidental"}
    assert sentences - asked - composed - named - of_speakers == set()


def test_the_sentences_cannot_end_the_script() -> None:
    literal = between("const SENTENCES = ", ";\n")
    assert "<" not in literal
    assert set(json.loads(literal)) == set(LANGUAGES)
