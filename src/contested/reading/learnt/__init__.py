"""Choices that are learnt: among the candidates that the rules can read, the one that most reports would have.

Rules find candidates (every day, place and source that a report names) and say what is so of each: its features. Which
candidate is taken is a log-linear choice (McFadden 1974): each feature has a weight, a candidate's score is the sum of
its weights, and the best score is taken. `benchmarks/reading/learn.py` fits the weights to reports with labels; they
are tables in this folder, with the number of times that each feature was seen. Nothing is drawn at random.

`spot` is a number where it stands, `clause` the words around it; `days`, `places`, `sources`, `sides` and `certainties`
(with `moods`) give its candidates. Certainties are chosen by expected loss, because a plan that is read as an event is
the worst mistake.
"""

from contested.reading.learnt.choices import Candidate as Candidate
from contested.reading.learnt.choices import Choices as Choices
from contested.reading.learnt.choices import shipped as shipped
