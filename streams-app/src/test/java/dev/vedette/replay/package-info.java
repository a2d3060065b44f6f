/** What a replay promises, tried with real processes and real poison. */
@NullMarked
package dev.vedette.replay;

import org.jspecify.annotations.NullMarked;
