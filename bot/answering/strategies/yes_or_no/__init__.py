"""Whether what is claimed is so: the answers yes and no."""
