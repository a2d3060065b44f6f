/** The command line, as a user meets it. */
@NullMarked
package dev.vedette.app;

import org.jspecify.annotations.NullMarked;
