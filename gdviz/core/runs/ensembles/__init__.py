"""One run repeated from many starts, or with many seeds, and what comes of it.

    Plan (plan.py): a run, how many members, how their starts are drawn (starts.py), seeds or not
      -> Running, moments() (running.py): all of them together, a block of members at a time
      -> Ensemble (ensemble.py): how far they have come, whenever it is asked for; frames.py
      -> Ends (ends.py): where they ended, grouped and counted, with shares (shares.py)

>>> from gdviz.core.catalogue import configure
>>> plan = Plan(configure("himmelblau", rule="adam"), members=1000, starts=Uniform())
>>> running = Running(plan)
>>> for share in running.advance():  # stop whenever it is not wanted any more
...     pass
>>> ends = Ends.found(running.now())
>>> [group.name for group in ends.groups][:2]
['(3, 2)', '(3.584, −1.848)']
"""

from gdviz.core.runs.ensembles.ends import Ends, Group
from gdviz.core.runs.ensembles.ensemble import Ensemble
from gdviz.core.runs.ensembles.frames import Frames, frame_steps
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.ensembles.running import Running, moments
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.runs.ensembles.starts import STARTS, Grid, NetStarts, Normal, Starts, Uniform

__all__ = [
    "STARTS",
    "Ends",
    "Ensemble",
    "Frames",
    "Grid",
    "Group",
    "NetStarts",
    "Normal",
    "Plan",
    "Running",
    "Share",
    "Starts",
    "Uniform",
    "frame_steps",
    "moments",
]
