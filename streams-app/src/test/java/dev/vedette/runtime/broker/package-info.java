/** Real brokers, started, stopped and killed. */
@NullMarked
package dev.vedette.runtime.broker;

import org.jspecify.annotations.NullMarked;
