/** The vocabulary that every other module speaks: event, subject, observation, keys, JSON. */
@NullMarked
package dev.vedette.events;

import org.jspecify.annotations.NullMarked;
