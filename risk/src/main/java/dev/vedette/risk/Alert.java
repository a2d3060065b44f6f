package dev.vedette.risk;

import dev.vedette.events.EventHash;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What people and SIEMs are told: a version of an incident, which replaces the one before.
 *
 * @param id deterministic: the same version of the same incident has the same id
 * @param title one line for a person
 * @param update the risk update that made this version; null if time, or another incident, did
 * @param incident the incident as it is now
 */
public record Alert(String id, String title, @Nullable RiskUpdate update, Incident incident) {
  /** The alert of a version. */
  public static Alert of(Incident incident, @Nullable RiskUpdate update) {
    String identity = "alert|" + incident.id() + "|" + incident.version();
    return new Alert(
        EventHash.of(identity.getBytes(StandardCharsets.UTF_8)).hex(),
        incident.title(),
        update,
        incident);
  }
}
