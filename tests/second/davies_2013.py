"""Davies, Fry, Wilson & Bishop 2013, the London riots and their policing, written again from a statement of the rules.

The paper's equations could not be opened by us; the statement gives shapes from memory and a made-up city, the same
for both implementations. So this checks that two people build the same thing from the statement, not that it is the
paper's.

Rules as read
1. Origins on a grid, `residents` people each; deprivation rho from two sines; sites on a golden-ratio sequence, sizes
   falling as 1/(j+1), mean 1; distances in km.
2. A step uses the crowds D as they stand when it begins. Officers at site j: police * D_j(t-delay)^focus over its sum;
   spread evenly before `delay` steps have passed and when nobody rioted then.
3. ratio_j = floor(Q_j / max(D_j, 1) + 1e-9); attraction W_ij = Z_j^a exp(-b d_ij) exp(-g ratio_j).
4. A person at home sets out with chance readiness * rho_i * W_i/(1+W_i) and goes to j with chance W_ij/W_i; counted
   from the next step.
5. A rioter is arrested with chance 1 - exp(-tau ratio_j); if not, leaves for good with chance `leaving`.
6. At the start `spark` people of the origin nearest to site 0 riot there.

Readings chosen
- "While t < delay" is read with t the number of steps done before this one, so the first step (t = 0) with delay 0
  already follows the crowd.
- People of one origin (or at one site) differ in nothing, so the draws are binomial and multinomial counts.
"""

import numpy as np


def city(*, side=12, width=30.0, sites=30):
    """Deprivation (origins), sizes (sites), distances (origins, sites)."""
    cell = (np.arange(side) + 0.5) * width / side
    x, y = np.tile(cell, side), np.repeat(cell, side)
    rho = (1.0 + np.sin(2 * np.pi * x / width) * np.sin(2 * np.pi * y / width)) / 2.0
    j = np.arange(1, sites + 1)
    sx = width * np.mod(0.5 + j * 0.7548776662466927, 1.0)
    sy = width * np.mod(0.5 + j * 0.5698402909980532, 1.0)
    size = (1.0 / j) / np.mean(1.0 / j)
    distance = np.sqrt((x[:, None] - sx) ** 2 + (y[:, None] - sy) ** 2)
    return rho, size, distance


def sample(runs, seed, *, side=12, width=30.0, sites=30, residents=50, spark=20, police=300.0, police_focus=1.0,
           delay=4, size_pull=1.0, distance_cost=0.3, deterrence=1.0, readiness=0.2, arrest_rate=0.1, leaving=0.1,
           steps=100, marks=(5, 10, 20, 40, 80)):
    """`rioting_<t>`, `arrested_<t>`, `ever` rioted, `peak` and `peak_step`, `near` (share of those who set out to sites
    0..2) and `deprived` (share of them from origins with rho > 0.5)."""
    chance = np.random.default_rng(seed)
    rho, size, distance = city(side=side, width=width, sites=sites)
    pull = size**size_pull * np.exp(-distance_cost * distance)
    names = [*(f"rioting_{t}" for t in marks), "arrested_20", f"arrested_{steps}", "ever", "peak", "peak_step", "near",
             "deprived"]
    out = {name: np.full(runs, np.nan) for name in names}
    for run in range(runs):
        home = np.full(side * side, int(residents))
        home[np.argmin(distance[:, 0])] -= spark
        crowd = np.zeros(sites, int)
        crowd[0] = spark
        past = [crowd.copy()]
        arrested, went, total = 0, np.zeros((side * side, sites), int), [spark]
        for t in range(steps):
            seen = past[t - delay] if t >= delay else np.zeros(sites)
            weight = np.where(seen > 0, np.maximum(seen, 1e-300).astype(float) ** police_focus, 0.0)
            officers = police * weight / weight.sum() if weight.sum() > 0 else np.full(sites, police / sites)
            ratio = np.floor(officers / np.maximum(crowd, 1) + 1e-9)
            w = pull * np.exp(-deterrence * ratio)
            whole = w.sum(1)
            leave_home = chance.binomial(home, readiness * rho * whole / (1.0 + whole))
            to = np.array([chance.multinomial(k, row / row.sum()) if k else np.zeros(sites, int)
                           for k, row in zip(leave_home, w, strict=True)])
            caught = chance.binomial(crowd, 1.0 - np.exp(-arrest_rate * ratio))
            back = chance.binomial(crowd - caught, leaving)
            home = home - leave_home
            crowd = crowd - caught - back + to.sum(0)
            arrested += caught.sum()
            went += to
            past.append(crowd.copy())
            total.append(crowd.sum())
            if t + 1 == 20:
                out["arrested_20"][run] = arrested
        for t in marks:
            if t <= steps:
                out[f"rioting_{t}"][run] = total[t]
        out[f"arrested_{steps}"][run] = arrested
        out["ever"][run] = spark + went.sum()
        out["peak"][run], out["peak_step"][run] = max(total), int(np.argmax(total))
        if went.sum():
            out["near"][run] = went[:, :3].sum() / went.sum()
            out["deprived"][run] = went[rho > 0.5].sum() / went.sum()
    return out


def exact_at_home(t, *, side=12, width=30.0, sites=30, size_pull=1.0, distance_cost=0.3, readiness=0.2):
    """Without police: chance that a person of each origin is still at home after t steps (not one of the spark)."""
    rho, size, distance = city(side=side, width=width, sites=sites)
    out = np.ones(side * side)
    for i in range(side * side):
        w = sum(z**size_pull * np.exp(-distance_cost * d) for z, d in zip(size, distance[i], strict=True))
        for _ in range(t):
            out[i] *= 1.0 - readiness * rho[i] * w / (1.0 + w)
    return out
