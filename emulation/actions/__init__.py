"""Every write of drives, by subject: one function, one transaction, safe to repeat."""
