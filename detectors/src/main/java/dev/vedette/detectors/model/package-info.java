/** What is learned in batch and scored at runtime: numbers in records, read by nobody's library. */
@NullMarked
package dev.vedette.detectors.model;

import org.jspecify.annotations.NullMarked;
