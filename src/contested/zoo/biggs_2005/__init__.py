"""Strike waves have no typical size: readiness gathers slowly, an incident releases all that hangs together at once.

Biggs 2005 shows it for Chicago and Paris and illustrates it with the forest fire of Drossel & Schwabl 1992, which is
the model here. Leaves out: Biggs's data and fits, and fires that take time to burn.
"""

from contested.zoo.biggs_2005.published import PUBLISHED as PUBLISHED
