/** The life of a pipeline on a cluster: configuration, start, drain, stop, reading its stores. */
@NullMarked
package dev.vedette.runtime;

import org.jspecify.annotations.NullMarked;
