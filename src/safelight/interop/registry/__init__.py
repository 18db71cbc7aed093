"""Files of the Federal Case Registry: screened for a recipient, whatever their size."""
