/** Proves that the load test loads and measures. */
@NullMarked
package dev.vedette.bench;

import org.jspecify.annotations.NullMarked;
