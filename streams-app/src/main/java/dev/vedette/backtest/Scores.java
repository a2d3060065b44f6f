package dev.vedette.backtest;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Formula;
import dev.vedette.risk.RiskRecord;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code scores.csv}: a row for each event and subject that it touched, right after it.
 *
 * <p>{@code signal}: the evidence, in nats, of the subject's windows that contain the event's time;
 * {@code score} and {@code level}: its risk; {@code top_detector}: which of those windows'
 * detectors has the most evidence.
 */
final class Scores implements Closeable {
  private final OutputStream out;
  private final Formula formula;
  private @Nullable PlainPipeline pipeline;
  private long nowMillis = Long.MIN_VALUE;

  Scores(Path file, Formula formula) throws IOException {
    this.formula = formula;
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    write("event_id,time,subject_type,subject_id,session_id,signal,score,level,top_detector\n");
  }

  void of(PlainPipeline scored) {
    pipeline = scored;
  }

  void add(AccessEvent event, List<Observation> observations) throws IOException {
    if (pipeline == null) {
      throw new IllegalStateException("of() comes first");
    }
    nowMillis = Math.max(nowMillis, observations.getFirst().receivedMillis());
    String id = csv(event.id());
    String time = Instant.ofEpochMilli(event.timeMillis()).toString();
    var rows = new StringBuilder();
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
      rows.append(id).append(',').append(time);
      rows.append(',').append(subject.type().wireName()).append(',').append(csv(subject.id()));
      rows.append(',').append(observation.session() == null ? "" : csv(observation.session()));
      rows.append(',').append(BigDecimal.valueOf(micros, 6).toPlainString());
      rows.append(',').append(toFourPlaces(risk.score()));
      rows.append(',').append(formula.policy().levels().entered(risk.logOddsMicros()).name());
      rows.append(',').append(top).append('\n');
    }
    write(rows.toString());
  }

  /** What {@code %.4f} makes of it, without parsing that for each row. */
  static String toFourPlaces(double score) {
    return BigDecimal.valueOf(score).setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  private static String csv(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return '"' + text.replace("\"", "\"\"") + '"';
      }
    }
    return text;
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
