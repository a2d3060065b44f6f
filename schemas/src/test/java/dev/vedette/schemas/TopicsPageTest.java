package dev.vedette.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TopicsPageTest {
  private static final Path PAGE = Path.of("../docs/topics.md");

  @Test
  void shouldEqualTheCatalogue() throws IOException {
    if (Boolean.getBoolean("vedette.docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, TopicsPage.markdown());
    }
    assertEquals(
        TopicsPage.markdown(),
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/topics.md is made from the catalogue: run with -Dvedette.docs.write=true");
  }

  @Test
  void shouldNameEachTopicOnceAndByTheRule() {
    var names = new HashSet<String>();
    for (Topic topic : Topics.all()) {
      assertTrue(topic.name().matches("[a-z]+(\\.[a-z]+)*\\.v[1-9]"), topic.name());
      assertTrue(names.add(topic.name()), topic.name());
    }
    for (Topics.Store store : Topics.stores()) {
      assertTrue(store.name().matches("[a-z]+-[a-z]+-v[1-9]"), store.name());
      assertTrue(store.name().startsWith(store.flow() + "-"), store.name());
      assertTrue(names.add(store.changelog()), store.name());
    }
  }

  @Test
  void shouldGiveEveryPackagedSchemaATopic() {
    var carried = new HashSet<Object>();
    Topics.all().forEach(topic -> carried.add(topic.schema()));
    assertTrue(carried.containsAll(PackagedSchemas.current()));
  }

  @Test
  void shouldConfigureKafkaAsTheCatalogueSays() {
    assertEquals("LogAppendTime", Topics.ACCESS_EVENTS.config().get("message.timestamp.type"));
    assertEquals(
        "CreateTime",
        Topics.ACCESS_EVENTS.withStamp(Topic.Stamp.CREATE).config().get("message.timestamp.type"));
    assertEquals("34560000000", Topics.SIGNALS.config().get("retention.ms"));
    assertEquals("compact", Topics.PREVALENCE.config().get("cleanup.policy"));
    assertEquals(7, Topics.SIGNALS.withPartitions(7).partitions());
  }
}
