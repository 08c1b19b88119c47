"""Goes on training this checkpoint with diffusers and accelerate."""
