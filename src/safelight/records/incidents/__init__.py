"""Incidents: something that shows where somebody is got out."""
