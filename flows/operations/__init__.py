"""Marsad on a server: deployments, folder watch, supervision, health. Only `prefect_*.py` here import Prefect."""
