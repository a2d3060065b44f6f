package dev.vedette.rest.letters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a dead letter came from: {@code topic-partition@offset}, and behind it {@code [n]} if it is
 * the nth part of that record.
 *
 * @param partition of a topic
 * @param offset in it
 * @param isPart whether there is more in the record
 */
record Origin(TopicPartition partition, long offset, boolean isPart) {
  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})-([0-9]{1,9})@([0-9]{1,18})(\\[[0-9]{1,9}])?");

  /** Reads an origin; null if it is no record, but a line of a file. */
  static @Nullable Origin parse(String text) {
    Matcher found = TEXT.matcher(text);
    return found.matches()
        ? new Origin(
            new TopicPartition(found.group(1), Integer.parseInt(found.group(2))),
            Long.parseLong(found.group(3)),
            found.group(4) != null)
        : null;
  }
}
