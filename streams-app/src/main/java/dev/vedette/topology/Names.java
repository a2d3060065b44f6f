package dev.vedette.topology;

import dev.vedette.flows.ingest.RawSources;
import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;

/** The topics' names under a prefix. */
public record Names(String prefix) {
  /** Where everything begins. */
  public String inbox() {
    return of(Topics.ACCESS_EVENTS);
  }

  /** Every topic that ingest reads: the inbox, posture, and those of raw sources. */
  public List<String> inboxes(RawSources raw) {
    return Stream.concat(
            Stream.of(inbox(), of(Topics.DEVICE_POSTURE)),
            raw.sources().stream().map(source -> of(source.topic())))
        .toList();
  }

  /** A topic of the catalogue. */
  public String of(Topic topic) {
    return prefix + topic.name();
  }
}
