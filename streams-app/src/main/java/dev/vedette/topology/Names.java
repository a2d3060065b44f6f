package dev.vedette.topology;

import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;

/** The topics' names under a prefix. */
public record Names(String prefix) {
  /** Where everything begins. */
  public String inbox() {
    return of(Topics.ACCESS_EVENTS);
  }

  /** A topic of the catalogue. */
  public String of(Topic topic) {
    return prefix + topic.name();
  }
}
