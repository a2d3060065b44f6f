/** The command line: the one place that reads the environment. */
@NullMarked
package dev.vedette.app;

import org.jspecify.annotations.NullMarked;
