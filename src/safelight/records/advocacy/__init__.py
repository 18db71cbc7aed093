"""Services, aims, safety plans and who may begin contact."""
