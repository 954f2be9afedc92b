"""stub"""

from dataclasses import dataclass


@dataclass
class Matches:
    issues: tuple = ()
    signals: tuple = ()


class TermMatcher:
    def __init__(self, issues, signals):
        self.i, self.s = issues, signals

    def match(self, text):
        t = text.lower().replace("’", "'")
        return Matches(
            tuple(i.id for i in self.i if any(x.lower() in t for x in i.terms)),
            tuple(
                (s.id, next(x for x in s.phrases if x.lower() in t))
                for s in self.s
                if any(x.lower() in t for x in s.phrases)
            ),
        )
