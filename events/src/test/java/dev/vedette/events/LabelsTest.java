package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void shouldBeTheMapThatATreeWouldBe() {
    var random = new Random(20_261_122);
    for (int size = 0; size < 40; size++) {
      var tree = new TreeMap<String, String>();
      while (tree.size() < size) {
        tree.put("n" + random.nextInt(1000), "v" + random.nextInt());
      }
      Labels labels = Labels.copyOf(tree);
      assertEquals(tree, labels);
      assertEquals(labels, tree);
      assertEquals(tree.hashCode(), labels.hashCode());
      assertEquals(tree.toString(), labels.toString());
      assertEquals(new ArrayList<>(tree.keySet()), new ArrayList<>(labels.keySet()));
      var each = new ArrayList<Map.Entry<String, String>>();
      labels.forEach((name, value) -> each.add(Map.entry(name, value)));
      assertEquals(new ArrayList<>(labels.entrySet()), each);
      tree.forEach((name, value) -> assertEquals(value, labels.get(name)));
      assertNull(labels.get("n"));
      assertFalse(labels.containsKey("z"));
      assertEquals(size > 0, size > 0 && labels.containsKey(tree.firstKey()));
    }
  }

  @Test
  void shouldNotChange() {
    Labels labels = Labels.ofSorted("a", "1", "b", "2");
    assertThrows(UnsupportedOperationException.class, () -> labels.put("c", "3"));
    assertThrows(UnsupportedOperationException.class, () -> labels.remove("a"));
    assertSame(labels, Labels.copyOf(labels));
    assertTrue(labels.containsKey("b"));
  }

  @Test
  void shouldRefuseNamesThatAreNotInOrder() {
    assertThrows(IllegalArgumentException.class, () -> Labels.ofSorted("b", "1", "a", "2"));
    assertThrows(IllegalArgumentException.class, () -> Labels.ofSorted("a", "1", "a", "2"));
    assertThrows(IllegalArgumentException.class, () -> Labels.ofSorted("a"));
  }
}
