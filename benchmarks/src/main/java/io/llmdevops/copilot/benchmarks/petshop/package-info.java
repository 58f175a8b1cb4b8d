/// The PetShop data set (Hardt et al. 2023, arXiv:2311.04806) as the ranker's input.
@NullMarked
package io.llmdevops.copilot.benchmarks.petshop;

import org.jspecify.annotations.NullMarked;
