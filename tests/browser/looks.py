"""In which languages and lights pages are looked at: script/test takes some, script/test-slow all the others.

German goes first, whose words are the longest; what is dark is looked at in another language than what is light.
"""

from __future__ import annotations

import pytest

_OTHERS = pytest.mark.slow

looks = pytest.mark.parametrize(
    ("language", "dark"),
    [
        pytest.param("de", False, id="de-light"),
        pytest.param("fr", True, id="fr-dark"),
        *(
            pytest.param(language, dark, id=f"{language}-{'dark' if dark else 'light'}", marks=_OTHERS)
            for language, dark in (("de", True), ("en", False), ("en", True), ("fr", False))
        ),
    ],
)
