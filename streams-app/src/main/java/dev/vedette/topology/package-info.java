/** The stages and nothing else. */
@NullMarked
package dev.vedette.topology;

import org.jspecify.annotations.NullMarked;
