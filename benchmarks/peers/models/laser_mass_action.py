"""laser-generic's SI model with one patch, stepped as its `Model.run` does without the progress bar."""

import geopandas as gpd
import numpy as np
from laser.core import PropertySet
from laser.generic import SI, Model
from shapely.geometry import box
from timed import answer


def setup(numbers, seed, steps):
    """The model with its components."""
    scenario = gpd.GeoDataFrame(
        {
            "nodeid": [0],
            "population": [numbers["people"]],
            "S": [numbers["people"] - numbers["first"]],
            "I": [numbers["first"]],
            "geometry": [box(0, 0, 1, 1)],
        },
        crs="EPSG:4326",
    )
    params = PropertySet({"nticks": steps, "beta": numbers["beta"], "prng_seed": seed})
    model = Model(scenario, params)
    model.components = [SI.Susceptible(model), SI.Infectious(model), SI.Transmission(model)]
    model.played = 0
    return model


def step(model, k):
    """One tick."""
    model._initialize_flows(k)
    for component in model.components:
        component.step(k)
    model.played = k + 1


answer(
    setup,
    step,
    lambda model: {"infected": np.sum(model.nodes.I[model.played])},
    packages=("laser-core", "laser-generic", "numba", "numpy"),
)
