package dev.vedette.flows.ingest;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.Observation;
import dev.vedette.events.Sighting;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.CommitBeat;
import dev.vedette.flows.SourceHeader;
import dev.vedette.flows.ingest.IngestAccounts.Cause;
import dev.vedette.flows.ingest.IngestAccounts.Kind;
import dev.vedette.flows.ingest.IngestFlow.IntakeOf;
import dev.vedette.flows.ingest.IngestFlow.Taken;
import dev.vedette.flows.ingest.RecordReader.Part;
import dev.vedette.flows.ingest.RecordReader.Reading;
import dev.vedette.flows.prevalence.Prevalence;
import dev.vedette.flows.prevalence.PrevalenceFlow;
import dev.vedette.sources.Normalized;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Takes the records of one partition of each topic; a record's timestamp is its reception. */
final class IngestProcessor implements Processor<byte[], byte[], String, Taken> {
  private final RecordReader reader;
  private final IntakeOf intakeOf;

  private ProcessorContext<String, Taken> context;
  private KeyValueStore<String, byte[]> accounts;
  private Intake intake;

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  IngestProcessor(RecordReader reader, IntakeOf intakeOf) {
    this.reader = reader;
    this.intakeOf = intakeOf;
  }

  @Override
  public void init(ProcessorContext<String, Taken> processorContext) {
    context = processorContext;
    accounts = processorContext.getStateStore(IngestFlow.ACCOUNT);
    TimestampedKeyValueStore<String, Long> known =
        processorContext.getStateStore(PrevalenceFlow.KNOWN);
    var prevalence =
        new Prevalence((tenant, thing, epochDay) -> {
          var count = known.get(Sighting.key(tenant, thing, epochDay));
          return count == null ? 0 : count.value();
        });
    CommitBeat.keep(processorContext, IngestFlow.ACCOUNT);
    intake = intakeOf.with(prevalence::of);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Reading reading = reader.read(topic(), record.headers(), record.value(), record.timestamp());
    byte[] stored = accounts.get(reading.source());
    IngestAccount account = stored == null ? IngestAccount.EMPTY : IngestAccount.read(stored);
    account = account.plusRecord();
    for (Part part : reading.parts()) {
      account =
          switch (part.outcome()) {
            case Normalized.Event(AccessEvent event) -> take(event, part, reading, record, account);
            case Normalized.Ignored(String rule) -> {
              count(new Cause(reading.source(), Kind.IGNORED, rule));
              yield account.plusIgnored();
            }
            case Normalized.Dead(String reason, String detail) -> {
              bury(reason, detail, null, part, reading, record);
              yield account.plusDeadLettered();
            }
          };
    }
    accounts.put(reading.source(), account.toBytes());
  }

  private IngestAccount take(
      AccessEvent event,
      Part part,
      Reading reading,
      Record<byte[], byte[]> record,
      IngestAccount account) {
    IngestAccount seen = account.withSkew(event.timeMillis() - record.timestamp());
    return switch (intake.take(event, record.timestamp())) {
      case Intake.Taken.Accepted(List<Observation> observations) -> {
        for (Observation observation : observations) {
          context.forward(
              new Record<>(
                  SubjectKey.encode(observation.subject()),
                  new Taken.Seen(observation),
                  record.timestamp(),
                  sourceHeader(observation, reading.source())));
        }
        yield seen.plusAccepted();
      }
      case Intake.Taken.TooLate late -> seen.plusTooLate();
      case Intake.Taken.Refused(String reason, String detail) -> {
        bury(reason, detail, event.tenant(), part, reading, record);
        yield reason.equals(Intake.TIME_IN_FUTURE) ? seen.plusFuture() : seen.plusDeadLettered();
      }
    };
  }

  /** Where an event is counted at last, its source is to be known if it is not Vedette's own. */
  private static Headers sourceHeader(Observation observation, String source) {
    var headers = new RecordHeaders();
    if (observation.primary()) {
      SourceHeader.put(source, headers);
    }
    return headers;
  }

  private void bury(
      String reason,
      String detail,
      @Nullable String tenant,
      Part part,
      Reading reading,
      Record<byte[], byte[]> record) {
    count(new Cause(reading.source(), Kind.DEAD, reason));
    String origin =
        reading.parts().size() == 1 ? origin() : "%s[%d]".formatted(origin(), part.index());
    var letter =
        new DeadLetter(
            reason,
            detail,
            origin,
            reading.format(),
            part.raw(),
            part.raw().length,
            record.timestamp(),
            tenant);
    context.forward(new Record<>(origin, new Taken.Dead(letter), record.timestamp()));
  }

  private void count(Cause cause) {
    byte[] stored = accounts.get(cause.key());
    long before = stored == null ? 0 : IngestAccounts.count(stored);
    accounts.put(cause.key(), IngestAccounts.bytes(before + 1));
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
