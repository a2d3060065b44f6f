package dev.vedette.simulator;

import dev.vedette.events.AccessEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event of the simulated company with what nobody would know in life.
 *
 * @param event the event as a source would report it
 * @param arrivedMillis when it arrives at the collector by true time; equal to the event's time
 *     unless a clock is wrong or {@link CompanySettings#disorder()} is set
 * @param label the attack it belongs to; null if it is honest
 */
public record LabelledEvent(AccessEvent event, long arrivedMillis, @Nullable Label label) {}
