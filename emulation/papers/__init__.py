"""What pages and papers of drives show, by subject; pure."""
