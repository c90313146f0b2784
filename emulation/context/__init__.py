"""What is drawn, as plain data: every word and every place, and nothing else."""
