package dev.vedette.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The catalogue as a page for people: {@code docs/topics.md}. */
final class TopicsPage {
  private TopicsPage() {}

  /** The page as Markdown. */
  static String markdown() {
    var page = new StringBuilder();
    page.append(
        """
        # Topics

        Made from the catalogue in `schemas` (`dev.vedette.schemas.Topics`); do not edit. To make it again:
        `mvn -pl schemas -am test -Dtest=TopicsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvedette.docs.write=true`

        A *subject key* is `tenant/type/id`, for a principal's session `tenant/session/id/type/id of the principal`,
        each part percent-encoded. Avro values are in Confluent's wire format: one byte 0, the schema's id in
        four bytes, Avro binary. By default ids are the packaged ones (`schemas/src/main/resources/history`);
        with a registry (`--schema-registry`) they are the registry's. One topic never holds both: all that
        write and read the topics of a pipeline name the same registry, or none.
        Partitions and retention are what topics are created with if nothing else is said.

        | topic | what | written by | read by | |
        |---|---|---|---|---|
        """);
    for (Topic topic : listed()) {
      row(
          page,
          "`" + topic.name() + "`",
          topic.purpose(),
          String.join(", ", topic.writers()),
          String.join(", ", topic.readers()),
          topic.audience().name().toLowerCase(Locale.ROOT));
    }
    page.append(
        """

        | topic | key | value | partitions | kept | timestamp |
        |---|---|---|---|---|---|
        """);
    for (Topic topic : listed()) {
      row(
          page,
          "`" + topic.name() + "`",
          topic.key(),
          topic.value(),
          Integer.toString(topic.partitions()),
          kept(topic.retention()),
          topic.stamp().configured());
    }
    page.append(
        """

        `access.events.v1` and the raw topics carry the broker's time of reception, which decides lateness. A replay creates it with
        `CreateTime` and says itself when an event was received.

        ## Changelogs

        Kafka Streams makes these, compacted, with as many partitions as the flow's input. They are internal:
        their bytes may change with any release.

        | topic | flow | holds |
        |---|---|---|
        """);
    for (Topics.Store store : Topics.stores()) {
      row(page, "`" + store.changelog() + "`", store.flow(), store.holds());
    }
    return page.toString();
  }

  private static List<Topic> listed() {
    var listed = new ArrayList<>(Topics.all());
    listed.add(1, Topics.RAW);
    return listed;
  }

  private static String kept(@Nullable Duration retention) {
    if (retention == null) {
      return "the last of each key (compacted)";
    }
    return retention.toDays() == 1 ? "1 day" : retention.toDays() + " days";
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
