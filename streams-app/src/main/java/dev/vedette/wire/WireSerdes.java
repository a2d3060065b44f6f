package dev.vedette.wire;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.SchemaResolver;

/** The serde of each type, in one space of schema ids. Each may be shared by all threads. */
public final class WireSerdes {
  private final WireSerde<AccessEvent, ?> accessEvents;
  private final WireSerde<Observation, ?> observations;
  private final WireSerde<Signal, ?> signals;
  private final WireSerde<RiskUpdate, ?> riskUpdates;
  private final WireSerde<Alert, ?> alerts;
  private final WireSerde<DeadLetter, ?> deadLetters;
  private final WireSerde<Sighting, ?> sightings;
  private final WireSerde<SessionActivity, ?> sessions;

  /** Serdes over the ids of a resolver, usually {@code PackagedSchemas.load()}. */
  public WireSerdes(SchemaResolver schemas) {
    accessEvents = new WireSerde<>(schemas, new AccessEventMapping(), new AccessEventCodec());
    observations = new WireSerde<>(schemas, new ObservationMapping(), new ObservationCodec());
    signals = new WireSerde<>(schemas, new SignalMapping(), null);
    riskUpdates = new WireSerde<>(schemas, new RiskUpdateMapping(), null);
    alerts = new WireSerde<>(schemas, new AlertMapping(), null);
    deadLetters = new WireSerde<>(schemas, new DeadLetterMapping(), null);
    sightings = new WireSerde<>(schemas, new SightingMapping(), null);
    sessions = new WireSerde<>(schemas, new SessionActivityMapping(), null);
  }

  /** Access events in Avro; {@link AccessEventDeserializer} also takes JSON. */
  public WireSerde<AccessEvent, ?> accessEvents() {
    return accessEvents;
  }

  /** Observations. */
  public WireSerde<Observation, ?> observations() {
    return observations;
  }

  /** Signals. */
  public WireSerde<Signal, ?> signals() {
    return signals;
  }

  /** Risk updates. */
  public WireSerde<RiskUpdate, ?> riskUpdates() {
    return riskUpdates;
  }

  /** Alerts. */
  public WireSerde<Alert, ?> alerts() {
    return alerts;
  }

  /** Dead letters. */
  public WireSerde<DeadLetter, ?> deadLetters() {
    return deadLetters;
  }

  /** Sightings. */
  public WireSerde<Sighting, ?> sightings() {
    return sightings;
  }

  /** Activity of sessions. */
  public WireSerde<SessionActivity, ?> sessions() {
    return sessions;
  }
}
