package dev.vedette.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.json.Json;
import dev.vedette.risk.RiskRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * What a restore of risk state took.
 *
 * @param machine where it ran
 * @param settings threads, partitions and commit interval
 * @param principals how many records were restored
 * @param empty from the start of a pipeline without anything to restore until it runs
 * @param restored the same with all records in the changelogs and none on disk
 * @param recordBytes of all encoded risk records together, with their positions
 * @param stores what was restored
 */
public record RestoreReport(
    BenchReport.Machine machine,
    BenchSettings settings,
    int principals,
    Duration empty,
    Duration restored,
    long recordBytes,
    List<Store> stores) {
  /** Copies the list. */
  public RestoreReport {
    stores = List.copyOf(stores);
  }

  /**
   * One store.
   *
   * @param name its name
   * @param keyBytes of all keys
   * @param valueBytes of all values
   * @param logBytes of the changelog on the broker's disk, compressed
   * @param diskBytes of the store's directories after the restore
   */
  public record Store(String name, long keyBytes, long valueBytes, long logBytes, long diskBytes) {}

  /** Keys and values that were restored, in bytes. */
  public long bytes() {
    return stores.stream().mapToLong(store -> store.keyBytes() + store.valueBytes()).sum();
  }

  /** What the restore added to a start; zero if there was too little to tell. */
  public Duration added() {
    Duration added = restored.minus(empty);
    return added.isNegative() ? Duration.ZERO : added;
  }

  /** Seconds for each GB (10⁹ bytes) of keys and values, beyond those of an empty start. */
  public double secondsPerGb() {
    return seconds(added()) / (bytes() / 1e9);
  }

  /** One line for programs. */
  public String json() {
    return Json.text(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("principals", principals);
    json.writeNumberField("emptyMillis", empty.toMillis());
    json.writeNumberField("restoredMillis", restored.toMillis());
    json.writeNumberField("bytes", bytes());
    json.writeNumberField("recordBytes", recordBytes);
    json.writeNumberField("mostRecordBytes", RiskRecord.MAX_BYTES);
    json.writeArrayFieldStart("stores");
    for (Store store : stores) {
      json.writeStartObject();
      json.writeStringField("store", store.name());
      json.writeNumberField("keyBytes", store.keyBytes());
      json.writeNumberField("valueBytes", store.valueBytes());
      json.writeNumberField("logBytes", store.logBytes());
      json.writeNumberField("diskBytes", store.diskBytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("threads", settings.threads());
    json.writeNumberField("partitions", settings.partitions());
    json.writeNumberField("cores", machine.cores());
    json.writeNumberField("memoryGb", machine.memoryGb());
    json.writeEndObject();
  }

  /** A page for people. */
  public String table() {
    var text = new Formatter(Locale.ROOT);
    text.format(
        "%d cores, %.1f GB; %d threads, %d partitions, exactly once; %,d principals, each with one"
            + " live session and %d cells\n\n",
        machine.cores(),
        machine.memoryGb(),
        settings.threads(),
        settings.partitions(),
        principals,
        TypicalPrincipal.CELLS);
    text.format("%-44s %10.1f\n", "start with nothing to restore, s", seconds(empty));
    text.format("%-44s %10.1f\n", "start with all to restore, s", seconds(restored));
    text.format("%-44s %10.3f\n", "keys and values, GB", bytes() / 1e9);
    text.format("%-44s %10.1f\n", "restore, s a GB", secondsPerGb());
    text.format("\n");
    text.format("%-24s %9s %9s %9s %9s\n", "bytes a principal", "key", "value", "log", "disk");
    for (Store store : stores) {
      line(
          text,
          store.name(),
          store.keyBytes(),
          store.valueBytes(),
          store.logBytes(),
          store.diskBytes());
    }
    line(
        text,
        "together",
        stores.stream().mapToLong(Store::keyBytes).sum(),
        stores.stream().mapToLong(Store::valueBytes).sum(),
        stores.stream().mapToLong(Store::logBytes).sum(),
        stores.stream().mapToLong(Store::diskBytes).sum());
    text.format(
        "\nrisk record: %.1f bytes (goal: 256); the worst one: %,d bytes\n",
        (double) recordBytes / principals, RiskRecord.MAX_BYTES);
    return text.toString();
  }

  private void line(Formatter text, String name, long key, long value, long log, long disk) {
    double each = principals;
    text.format(
        "%-24s %9.1f %9.1f %9.1f %9.1f\n", name, key / each, value / each, log / each, disk / each);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
