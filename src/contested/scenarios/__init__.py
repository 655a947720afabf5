"""Countries and elections as data: folders of TOML and CSV, where every number has a unit and a source.

`schema` says what each file may hold, `load` reads a folder into a `Scenario`, `check` tells everything that
is wrong with one, `catalogue` lists those that come with the package, and `new` begins a scenario.
"""

from contested.scenarios.scenario import ActRow as ActRow
from contested.scenarios.scenario import Headline as Headline
from contested.scenarios.scenario import Scenario as Scenario
from contested.scenarios.scenario import Setting as Setting
