/** What a step of the pure parts costs, in time and in bytes. */
@NullMarked
package dev.vedette.benchmarks;

import org.jspecify.annotations.NullMarked;
