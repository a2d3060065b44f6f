package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.rest.Queries.Reflects;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That nothing is known of a subject, and where that was read: whoever acts on it can see who says
 * so, and how fresh that was.
 *
 * @param reflects as of which records there is no evidence; null if that was not looked for
 * @param from where it was looked for, as in the answer that there would have been
 * @param alsoFrom where else it was looked for
 */
public record Unknown(@Nullable Reflects reflects, Origin from, List<Origin> alsoFrom) {
  /** Copies the list. */
  public Unknown {
    alsoFrom = List.copyOf(alsoFrom);
  }

  /** That it is in none of some parts; what is furthest behind comes first. */
  static Unknown in(List<Origin> parts) {
    List<Origin> oldestFirst =
        parts.stream()
            .sorted(
                Comparator.comparingLong(Origin::ageMillis)
                    .reversed()
                    .thenComparingInt(Origin::partition))
            .toList();
    return new Unknown(null, oldestFirst.getFirst(), oldestFirst.subList(1, oldestFirst.size()));
  }

  /** The members of a problem. */
  void write(JsonGenerator json) throws IOException {
    if (reflects != null) {
      Answers.reflects(reflects, json);
    }
    from.write(json);
    if (!alsoFrom.isEmpty()) {
      json.writeArrayFieldStart("alsoFrom");
      for (Origin origin : alsoFrom) {
        origin.writeValue(json);
      }
      json.writeEndArray();
    }
  }
}
