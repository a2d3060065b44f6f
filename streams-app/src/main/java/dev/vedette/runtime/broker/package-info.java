/** A Kafka broker that comes with Vedette: one KRaft node in a process of its own. */
@NullMarked
package dev.vedette.runtime.broker;

import org.jspecify.annotations.NullMarked;
