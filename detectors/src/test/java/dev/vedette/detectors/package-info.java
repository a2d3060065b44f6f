/** What detection promises. */
@NullMarked
package dev.vedette.detectors;

import org.jspecify.annotations.NullMarked;
