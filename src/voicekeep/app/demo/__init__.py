"""The main job, shown: two households ask for their copies at the same time, and each gets exactly their own.

Everything runs on real parts: real sound, real seals, the real pages asked in-process; then the human errors of 2018
and their kin are replayed against copies of the same keep, and each must be refused by name.
"""

from voicekeep.app.demo.challenge import ChallengeError, Judged, judge, make_challenge
from voicekeep.app.demo.show import DemoError, Report, Teller, run_demo

__all__ = ["ChallengeError", "DemoError", "Judged", "Report", "Teller", "judge", "make_challenge", "run_demo"]
