package dev.vedette.topology;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.flows.ingest.EventDecoder;
import dev.vedette.flows.ingest.EventDecoder.UndecodableException;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import dev.vedette.schemas.SchemaResolver;
import dev.vedette.schemas.WireFormatException;
import dev.vedette.wire.AccessEventDeserializer;
import dev.vedette.wire.WireSerdes;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * How what flows becomes bytes.
 *
 * @param events reads the inbox
 * @param observations from ingest to behaviour
 * @param signals from behaviour to risk
 * @param sightings from behaviour to prevalence
 * @param sessions from behaviour to risk: which sessions live, and where
 * @param verdicts reads what analysts found out; fails with IllegalArgumentException if it is none
 * @param findings from risk to behaviour: those that are verdicts
 * @param updates to enforcement points
 * @param alerts to SIEMs
 * @param deadLetters to whoever mends them
 */
public record Wire(
    EventDecoder events,
    Serde<Observation> observations,
    Serde<Signal> signals,
    Serde<Sighting> sightings,
    Serde<SessionActivity> sessions,
    Function<byte[], Verdict> verdicts,
    Serde<Verdict> findings,
    Serde<RiskUpdate> updates,
    Serde<Alert> alerts,
    Serde<DeadLetter> deadLetters) {

  /** The wire format of these schemas; the inbox also takes JSON. */
  public static Wire of(SchemaResolver schemas) {
    var serdes = new WireSerdes(schemas);
    return with(serdes, new AccessEventDeserializer(serdes));
  }

  /** The same, with an inbox in a format of the user's own. */
  public static Wire with(WireSerdes serdes, Deserializer<AccessEvent> inbox) {
    return new Wire(
        (topic, value) -> decode(inbox, topic, value),
        serdes.observations(),
        serdes.signals(),
        serdes.sightings(),
        serdes.sessions(),
        bytes -> verdict(serdes, bytes),
        serdes.verdicts(),
        serdes.riskUpdates(),
        serdes.alerts(),
        serdes.deadLetters());
  }

  private static Verdict verdict(WireSerdes serdes, byte[] bytes) {
    try {
      return serdes.verdicts().decode(bytes);
    } catch (WireFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static AccessEvent decode(Deserializer<AccessEvent> inbox, String topic, byte[] value)
      throws UndecodableException {
    try {
      AccessEvent event = inbox.deserialize(topic, value);
      if (event == null) {
        throw new UndecodableException("empty", "the record has no value", null);
      }
      return event;
    } catch (WireFormatException e) {
      throw new UndecodableException(e.reason().word(), String.valueOf(e.getMessage()), e);
    } catch (SerializationException e) {
      throw new UndecodableException("undecodable", String.valueOf(e.getMessage()), e);
    }
  }
}
