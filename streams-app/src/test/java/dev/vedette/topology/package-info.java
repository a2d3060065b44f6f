/** The whole topology, driven without a broker, and its golden description. */
@NullMarked
package dev.vedette.topology;

import org.jspecify.annotations.NullMarked;
