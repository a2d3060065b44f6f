package dev.vedette.topology;

import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import dev.vedette.events.Sighting;
import dev.vedette.events.Signal;
import dev.vedette.flows.ingest.EventDecoder;
import dev.vedette.risk.Alert;
import dev.vedette.risk.RiskUpdate;
import org.apache.kafka.common.serialization.Serde;

/**
 * How what flows becomes bytes.
 *
 * @param events reads the inbox
 * @param observations from ingest to behaviour
 * @param signals from behaviour to risk
 * @param sightings from behaviour to prevalence
 * @param updates to enforcement points
 * @param alerts to SIEMs
 * @param deadLetters to whoever mends them
 */
public record Wire(
    EventDecoder events,
    Serde<Observation> observations,
    Serde<Signal> signals,
    Serde<Sighting> sightings,
    Serde<RiskUpdate> updates,
    Serde<Alert> alerts,
    Serde<DeadLetter> deadLetters) {}
