"""A vault whose key its own people hold: locked, it opens for nobody else."""
