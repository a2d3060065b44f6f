package dev.vedette.agreement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another reader found in a record. What is null or empty was not found, and says nothing.
 *
 * @param time when it happened
 * @param actor who acted, in all the forms that are given; any of them will do
 * @param target whether it tells the account acted upon from the actor
 * @param source the client's address
 * @param outcome a word of the other's vocabulary
 * @param categories words of the other's vocabulary; any of them will do
 */
record Expected(
    @Nullable Instant time,
    List<String> actor,
    boolean target,
    @Nullable String source,
    @Nullable String outcome,
    List<String> categories) {
  Expected {
    actor = List.copyOf(actor);
    categories = List.copyOf(categories);
  }
}
