"""What a modeller imports: the parts of a model, draws of chance, compiled loops, and the check of a model's promises.

    from contested.model import Model, Observable, Params, param, uniforms, check_model

A file with three plain functions is a model already (`contested.zoo.own`); a card is needed by one who publishes.
"""

from contested.engine.check import Check as Check
from contested.engine.check import check_model as check_model
from contested.engine.clock import Tick as Tick
from contested.engine.model import Model as Model
from contested.engine.model import Observable as Observable
from contested.engine.model import State as State
from contested.engine.params import Params as Params
from contested.engine.params import choice as choice
from contested.engine.params import coded as coded
from contested.engine.params import param as param
from contested.ground.compiled import parallel as parallel
from contested.ground.compiled import serial as serial
from contested.ground.draws import four as four
from contested.ground.draws import member_seed as member_seed
from contested.ground.draws import normal as normal
from contested.ground.draws import normals as normals
from contested.ground.draws import uniform as uniform
from contested.ground.draws import uniforms as uniforms
from contested.ground.errors import BrokenInvariant as BrokenInvariant
from contested.ground.errors import ParameterError as ParameterError
from contested.ground.streams import own as own
from contested.zoo.card import Card as Card
from contested.zoo.card import Fact as Fact
from contested.zoo.kit.trajectories import endings as endings
from contested.zoo.kit.trajectories import settled as settled
from contested.zoo.kit.trajectories import trajectory as trajectory
from contested.zoo.own import from_functions as from_functions
from contested.zoo.picture import Layer as Layer
from contested.zoo.picture import Panel as Panel
from contested.zoo.picture import Picture as Picture
from contested.zoo.picture import long as long
from contested.zoo.published import Published as Published
from contested.zoo.rest import Rest as Rest
from contested.zoo.target import Target as Target
