"""The posterior of parameters, truths and biases: target density, HMC, convergence, and checks of calibration."""
