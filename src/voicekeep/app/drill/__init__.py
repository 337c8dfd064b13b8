"""The drill: every mix-up that somebody could make, against copies of a scratch keep; then every way out is tried.

Flow        a town of people who are easily mistaken for each other -> for each trial a copy of it -> one mix-up of
            KINDS -> pages, links, downloads, archives, logs -> refused, held, harmless, leaked or undetected
Guarantees  1. A trial in which nothing was spoilt does not count.
            2. What is whose is written down before anything is spoilt, and compared byte for byte.
            3. The same seed plays the same mix-ups on the same people.
A mix-up is a function with a name and the names by which it may be refused; docs/drill.md says how to add one.
"""

from voicekeep.app.drill.kinds import KINDS
from voicekeep.app.drill.report import auditors_page
from voicekeep.app.drill.run import DrillReport, GuardFigures, measure_guards, run_drill
from voicekeep.app.drill.trial import End

__all__ = ["KINDS", "DrillReport", "End", "GuardFigures", "auditors_page", "measure_guards", "run_drill"]
