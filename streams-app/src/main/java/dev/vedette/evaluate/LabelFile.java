package dev.vedette.evaluate;

import dev.vedette.events.AccessEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Labels in a CSV file of their own, as {@code simulate --labels} writes: {@code event_id}, {@code
 * attack} (or {@code label}), and {@code campaign} if attacks are told apart.
 */
public final class LabelFile implements Labels {
  private final Map<String, Label> byId;

  private LabelFile(Map<String, Label> byId) {
    this.byId = byId;
  }

  /** The ids of the events that are part of an attack. */
  public static Set<String> attackEvents(Path file) throws IOException {
    Map<String, Label> labelled = read(file).byId;
    var ids = new HashSet<String>(labelled.keySet());
    labelled.forEach((id, label) -> {
      if (label.name().isBlank() || label.name().equals("-")) {
        ids.remove(id);
      }
    });
    return ids;
  }

  static LabelFile read(Path file) throws IOException {
    var byId = new HashMap<String, Label>();
    var interned = new HashMap<Label, Label>();
    try (var lines = Files.newBufferedReader(file)) {
      String header = lines.readLine();
      if (header == null) {
        throw new IOException(file + " is empty: its first line names the columns");
      }
      List<String> columns = CsvLine.split(header);
      int id = columns.indexOf("event_id");
      int name = Math.max(columns.indexOf("attack"), columns.indexOf("label"));
      int campaign = columns.indexOf("campaign");
      if (id < 0 || name < 0) {
        throw new IOException(
            "%s: the first line names event_id and attack (or label), not %s"
                .formatted(file, header));
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> values = CsvLine.split(line);
        if (values.size() > Math.max(id, name)) {
          var label =
              new Label(
                  values.get(name),
                  campaign < 0 || campaign >= values.size() ? "" : values.get(campaign));
          byId.put(values.get(id), interned.computeIfAbsent(label, l -> l));
        }
      }
    }
    return new LabelFile(byId);
  }

  @Override
  public @Nullable Label of(String origin, AccessEvent event) {
    return byId.get(event.id());
  }

  @Override
  public void close() {}
}
