package dev.vedette.backtest;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskRecord;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code scores.csv}: a row for each event and subject that it touched, right after it.
 *
 * <p>{@code signal}: the evidence, in nats, of the subject's windows that contain the event's time;
 * {@code score} and {@code level}: its risk; {@code top_detector}: which of those windows'
 * detectors has the most evidence.
 */
final class Scores implements Closeable {
  private final BufferedWriter out;
  private final Formula formula;
  private @Nullable PlainPipeline pipeline;
  private long nowMillis = Long.MIN_VALUE;

  Scores(Path file, Formula formula) throws IOException {
    this.formula = formula;
    out = Files.newBufferedWriter(file);
    out.write("event_id,time,subject_type,subject_id,session_id,signal,score,level,top_detector\n");
  }

  void of(PlainPipeline scored) {
    pipeline = scored;
  }

  void add(AccessEvent event, List<Observation> observations) throws IOException {
    if (pipeline == null) {
      throw new IllegalStateException("of() comes first");
    }
    nowMillis = Math.max(nowMillis, observations.getFirst().receivedMillis());
    for (Observation observation : observations) {
      Subject subject = observation.subject();
      long micros = 0;
      String top = "";
      int topMicros = 0;
      for (Signal signal : pipeline.signals(subject)) {
        if (signal.windowStartMillis() <= event.timeMillis()
            && event.timeMillis() < signal.windowEndMillis()) {
          micros += signal.evidenceMicros();
          if (signal.evidenceMicros() > topMicros) {
            topMicros = signal.evidenceMicros();
            top = signal.detector();
          }
        }
      }
      RiskRecord record = pipeline.record(subject.decider());
      String session = subject.owner() == null ? null : subject.id();
      Assessment risk = record.assess(formula, session, Math.max(nowMillis, event.timeMillis()));
      out.write(csv(event.id()));
      out.write(',');
      out.write(Instant.ofEpochMilli(event.timeMillis()).toString());
      out.write(',');
      out.write(subject.type().wireName());
      out.write(',');
      out.write(csv(subject.id()));
      out.write(',');
      out.write(csv(observation.session() == null ? "" : observation.session()));
      out.write(',');
      out.write(BigDecimal.valueOf(micros, 6).toPlainString());
      out.write(String.format(Locale.ROOT, ",%.4f,", risk.score()));
      out.write(formula.policy().levels().entered(risk.logOddsMicros()).name());
      out.write(',');
      out.write(top);
      out.write('\n');
    }
  }

  private static String csv(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
