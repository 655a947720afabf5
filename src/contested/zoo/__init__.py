"""Floor 2: published models, one folder each, with the interface of the national model and tests against their papers.

    from contested import zoo

    zoo.names()                         # every model
    watts = zoo.load("watts_2002")      # its card, presets, targets and figures
    watts.model({"degree": 3.0})        # a model of the engine, ready to be run

A number in a card or target says where it comes from (`card.STATUSES`). `contested zoo` says the same on a terminal.
"""

from contested.zoo.card import Card as Card
from contested.zoo.card import Fact as Fact
from contested.zoo.catalogue import load as load
from contested.zoo.catalogue import names as names
from contested.zoo.picture import Layer as Layer
from contested.zoo.picture import Panel as Panel
from contested.zoo.picture import Picture as Picture
from contested.zoo.published import Published as Published
from contested.zoo.rest import Rest as Rest
from contested.zoo.target import Target as Target
