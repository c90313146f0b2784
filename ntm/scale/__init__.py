"""Made-up data in the size of the country, for measurements (load_scale); nothing of it is anybody's."""
