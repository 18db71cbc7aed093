"""Who could come to hold it: sentences and a small graph, before saving."""
