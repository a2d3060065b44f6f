/** Examples, laws and golden bytes of the detectors. */
@NullMarked
package dev.vedette.detectors;

import org.jspecify.annotations.NullMarked;
