//! A synthetic Connecticut of any size, deterministic by seed, with ground truth
