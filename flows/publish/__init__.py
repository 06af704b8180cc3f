"""The last stages: check every row against the contract, and write a version that never changes."""
