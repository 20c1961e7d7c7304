"""What a paper is: frozen dataclasses and nothing else."""
