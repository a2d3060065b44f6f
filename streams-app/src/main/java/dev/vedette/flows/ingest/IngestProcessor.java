package dev.vedette.flows.ingest;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import dev.vedette.events.Sighting;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.ingest.EventDecoder.UndecodableException;
import dev.vedette.flows.ingest.IngestFlow.IntakeOf;
import dev.vedette.flows.ingest.IngestFlow.Taken;
import dev.vedette.flows.prevalence.Prevalence;
import dev.vedette.flows.prevalence.PrevalenceFlow;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;

/** Takes the records of one partition of the inbox; the record's timestamp is its reception. */
final class IngestProcessor implements Processor<byte[], byte[], String, Taken> {
  private static final String ACCOUNT_KEY = "account";
  private static final byte[] NOTHING = {};

  private final EventDecoder decoder;
  private final IntakeOf intakeOf;

  private ProcessorContext<String, Taken> context;
  private KeyValueStore<String, byte[]> accounts;
  private IngestAccount account = IngestAccount.EMPTY;
  private Intake intake;

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  IngestProcessor(EventDecoder decoder, IntakeOf intakeOf) {
    this.decoder = decoder;
    this.intakeOf = intakeOf;
  }

  @Override
  public void init(ProcessorContext<String, Taken> processorContext) {
    context = processorContext;
    accounts = processorContext.getStateStore(IngestFlow.ACCOUNT);
    byte[] stored = accounts.get(ACCOUNT_KEY);
    account = stored == null ? IngestAccount.EMPTY : IngestAccount.read(stored);
    TimestampedKeyValueStore<String, Long> known =
        processorContext.getStateStore(PrevalenceFlow.KNOWN);
    var prevalence =
        new Prevalence((tenant, action, epochDay) -> {
          var count = known.get(Sighting.key(tenant, action, epochDay));
          return count == null ? 0 : count.value();
        });
    intake = intakeOf.with(prevalence::of);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    byte[] value = record.value() == null ? NOTHING : record.value();
    try {
      AccessEvent event = decoder.decode(topic(), value);
      account =
          switch (intake.take(event, record.timestamp())) {
            case Intake.Taken.Accepted(var observations) -> {
              for (Observation observation : observations) {
                context.forward(
                    new Record<>(
                        SubjectKey.encode(observation.subject()),
                        new Taken.Seen(observation),
                        record.timestamp()));
              }
              yield account.plusAccepted();
            }
            case Intake.Taken.TooLate late -> account.plusTooLate();
            case Intake.Taken.Refused(var reason, var detail) -> {
              bury(reason, detail, value, record.timestamp());
              yield account.plusDeadLettered();
            }
          };
    } catch (UndecodableException e) {
      bury(e.reason(), String.valueOf(e.getMessage()), value, record.timestamp());
      account = account.plusDeadLettered();
    }
    accounts.put(ACCOUNT_KEY, account.toBytes());
  }

  private void bury(String reason, String detail, byte[] value, long receivedMillis) {
    String origin = origin();
    var letter =
        new DeadLetter(
            reason, detail, origin, "access-event", value, value.length, receivedMillis, null);
    context.forward(new Record<>(origin, new Taken.Dead(letter), receivedMillis));
  }

  private String topic() {
    return context.recordMetadata().map(at -> at.topic()).orElse("");
  }

  private String origin() {
    return context
        .recordMetadata()
        .map(at -> "%s-%d@%d".formatted(at.topic(), at.partition(), at.offset()))
        .orElse("unknown");
  }
}
