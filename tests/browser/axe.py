"""What axe-core, the keyboard and a narrow screen say of a page that a browser shows.

axe-core is the script that a wheel brings; it is put into the page past the page's own policy, so the context has to be
made with `bypass_csp=True`, and nothing is fetched.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final, Literal

from playwright.sync_api import Page

_REMEMBER = """;(() => {
  const colour = axe.commons.color.Color.prototype;
  const read = colour.parseString;
  const known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);  // what is no colour throws each time
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})();"""
"""A page has ten colours, and axe reads one anew for whatever stands behind each text: most of its time."""
AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8") + _REMEMBER
GRAVE: Final = {"serious", "critical"}
NARROW: Final = 320  # CSS pixels, WCAG 2.2, 1.4.10
WIDE: Final = 1000

_LOOKS: Final[tuple[tuple[Literal["light", "dark"], str | None], ...]] = (("light", None), ("dark", "color-contrast"))
_RUN = """only => axe.run(document, {
  resultTypes: ["violations"],
  ...(only ? { runOnly: [only] } : {}),
})"""
_BROKEN = """() => {
  const all = document.createRange();
  const lines = cell => { all.selectNodeContents(cell); return all.getClientRects().length; };
  const numbers = [...document.querySelectorAll("td, dd")].filter(each => /^\\d+$/.test(each.textContent.trim()));
  return numbers.filter(each => lines(each) > 1).map(each => each.textContent.trim());
}"""
_OPEN = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
_STOPS = """() => {
  const stops = "a[href], button, input, select, textarea, summary, audio, [tabindex='0']";
  const wanted = [...document.querySelectorAll(stops)]
    .filter(each => each.type !== "hidden" && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
  // of a group of radio buttons, Tab reaches one, and arrows the others
  const first = each => wanted.find(other => other.type === "radio" && other.name === each.name &&
    (other.checked || !document.querySelector(`input[name="${each.name}"]:checked`)));
  window.stops = wanted.filter(each => each.type !== "radio" || each === first(each));
  return window.stops.length;
}"""
_AT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return [-1, "", true];
  const style = getComputedStyle(at);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = at.getBoundingClientRect();
  const seen = box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  return [window.stops.indexOf(at), at.outerHTML.slice(0, 100), ring && seen];
}"""
_MISSED = "reached => window.stops.filter((_, at) => !reached.includes(at)).map(each => each.outerHTML.slice(0, 100))"


def unfold(page: Page) -> None:
    """Open what is folded, so that it is looked at as well."""
    page.evaluate(_OPEN)


def grave_problems(page: Page, *, wide: bool = True) -> list[str]:
    """Return what axe finds that stops somebody, in the light and in the dark, on a small and on a large screen.

    What is in the dark differs in nothing but its colours.
    """
    unfold(page)
    page.evaluate(AXE)
    found = []
    for width in (NARROW, WIDE) if wide else (NARROW,):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, only in _LOOKS:
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {width} pixels: {each}" for each in _violations(page, only)]
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, only: str | None) -> list[str]:
    found: dict[str, Any] = page.evaluate(_RUN, only)
    return [
        f"{each['id']}: {node['target']}: {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def unreachable(page: Page) -> list[str]:
    """Return what no Tab leads to, and what shows no focus when one does."""
    count = page.evaluate(_STOPS)
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    reached: set[int] = set()
    ringless = []
    for _ in range(8 * count + 8):  # a player, or a date, has several stops of its own
        page.keyboard.press("Tab")
        at, what, seen = page.evaluate(_AT)
        if len(reached - {-1}) == count:
            break
        if not seen:
            ringless.append(f"no visible focus: {what}")
        reached.add(at)
    return [*page.evaluate(_MISSED, sorted(reached)), *dict.fromkeys(ringless)]


def broken_numbers(page: Page) -> list[str]:
    """Return the numbers of tables that a narrow column breaks into two: 23 is not 2 and 3."""
    found: list[str] = page.evaluate(_BROKEN)
    return found


def sideways(page: Page) -> int:
    """Return how many pixels a page is wider than a narrow window."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    return int(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
